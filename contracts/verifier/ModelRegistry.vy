# pragma version 0.4.3
# @title Models that contracts can check replies of
# @notice Anyone may register a model and add its step tables: a model's id is a hash of all that its proofs are checked against, and
#         nothing registered ever changes.

MOST_STOPS: constant(uint256) = 16
MOST_PARTS: constant(uint256) = 8
MOST_LAYERS: constant(uint256) = 24
MOST_COUNT: constant(uint256) = 2**22


struct Model:
    # Keccak-256 of the verifying key.
    digest: bytes32
    # Roots: of the parameters' codeword, and of the tree of step tables.
    parameters: bytes32
    tables: bytes32
    context: uint256
    vocabulary: uint256
    pad: uint256
    # What its statements are about: form + 2^8 reads + 2^16 values + 2^32 choices; 0 for a decoder's tokens. docs/contracts.md.
    output: uint256
    stops: DynArray[uint256, MOST_STOPS]


event ModelRegistered:
    id: indexed(bytes32)
    digest: indexed(bytes32)


event TableAdded:
    id: indexed(bytes32)
    rows: uint256
    replies: uint256


struct Table:
    parts: DynArray[address, MOST_PARTS]
    # K over the parts' code hashes, when they were added.
    code: bytes32


models: HashMap[bytes32, Model]
# By K(id | rows | replies).
tables: HashMap[bytes32, Table]


@external
def register(model: Model) -> bytes32:
    """
    @notice Makes a model known by its id, a hash of every field.
    """
    assert 0 < model.context and model.context <= MOST_COUNT, "context"
    assert 0 < model.vocabulary and model.vocabulary <= 2**20, "vocabulary"
    assert model.pad < model.vocabulary, "pad"
    assert (
        model.output & 255 <= 2 and (model.output >> 16) & 65535 <= 1024 and model.output >> 32 <= 2**20
    ), "output"
    # A hash is never as small as an output, so that the two are not mistaken for each other.
    stops: bytes32 = convert(model.output, bytes32)
    for stop: uint256 in model.stops:
        stops = keccak256(concat(stops, convert(stop, bytes32)))
    id: bytes32 = keccak256(
        concat(
            b"lemma model v1",
            model.digest,
            model.parameters,
            model.tables,
            convert(model.context, bytes32),
            convert(model.vocabulary, bytes32),
            convert(model.pad, bytes32),
            stops,
        )
    )
    self.models[id] = model
    log ModelRegistered(id=id, digest=model.digest)
    return id


@external
def addTable(
    id: bytes32,
    rows: uint256,
    replies: uint256,
    index: uint256,
    path: DynArray[bytes32, MOST_LAYERS],
    parts: DynArray[address, MOST_PARTS],
):
    """
    @notice Makes the step table of one size usable: contracts whose code is its parts, and the path from its leaf to the model's root.
            A table that is there already is kept.
    """
    code: bytes32 = self._code(parts)
    node: bytes32 = keccak256(concat(b"\x00", convert(rows, bytes32), convert(replies, bytes32), code))
    place: uint256 = index
    for sibling: bytes32 in path:
        if place & 1 == 0:
            node = keccak256(concat(b"\x01", node, sibling))
        else:
            node = keccak256(concat(b"\x01", sibling, node))
        place = place >> 1
    assert place == 0 and len(parts) != 0, "malformed"
    assert self.models[id].context != 0, "unknown model"
    assert node == self.models[id].tables, "not a table of this model"
    key: bytes32 = self._key(id, rows, replies)
    if len(self._standing(key)) == 0:
        self.tables[key] = Table(parts=parts, code=code)
        log TableAdded(id=id, rows=rows, replies=replies)


@external
@view
def table(id: bytes32, rows: uint256, replies: uint256) -> DynArray[address, MOST_PARTS]:
    """
    @return The parts of a step table; none if it was not added.
    """
    return self._standing(self._key(id, rows, replies))


@external
@view
def model(id: bytes32) -> Model:
    return self.models[id]


@internal
@view
def _standing(key: bytes32) -> DynArray[address, MOST_PARTS]:
    """
    @return The parts of a table that was added and is still what it was.
    @dev A contract that destroys itself while it is made has its code until the transaction ends, so that it can be added, and
         then makes room at its address for any other code. So a table's code is looked at whenever it is used.
    """
    table: Table = self.tables[key]
    if self._code(table.parts) != table.code:
        return []
    return table.parts


@internal
@view
def _code(parts: DynArray[address, MOST_PARTS]) -> bytes32:
    code: bytes32 = empty(bytes32)
    for part: address in parts:
        code = keccak256(concat(code, part.codehash))
    return code


@internal
@pure
def _key(id: bytes32, rows: uint256, replies: uint256) -> bytes32:
    return keccak256(concat(id, convert(rows, bytes32), convert(replies, bytes32)))
