# pragma version 0.4.3
# @title The machine that runs step tables
# @notice A step table is a verification written down: docs/steps.md. Elements lie in registers; every result goes to the next one.

import elements
import rejections
import transcript
import fractions
import codes
import powers
import rounds
import rows
import tasks

REGISTERS: constant(uint256) = 2048
# Runs of two or four at a time may write a little further.
SPACE: constant(uint256) = REGISTERS + 4
CHUNK: constant(uint256) = 24544
WORDS: constant(uint256) = 767
CODES: constant(uint256) = 6
# Words of a snapshot before its registers: state, roots, and 104 positions, eight to a word, of two codes.
SNAPSHOT: constant(uint256) = 1 + CODES + 26
SNAPSHOT_TOPIC: constant(bytes32) = keccak256("Snapshot(uint256[8])")
P: constant(uint256) = elements.P
WORD: constant(uint256) = elements.WORD
LANE: constant(uint256) = elements.LANE
FIELD: constant(uint256) = 65535


struct Machine:
    state: bytes32
    at: uint256
    # Place in the table's part, in words.
    counter: uint256
    # The register that the next result goes to.
    next: uint256
    rows: uint256
    ended: bool


@internal
def run(task: tasks.Task) -> bytes32:
    """
    @notice Rejects unless every check of the table holds, and the proof ends where the table does.
    @return At a cut, the seal of the machine: logged before it, read from the proof after it.
    """
    seal: bytes32[1] = empty(bytes32[1])
    machine: Machine = Machine(
        state=transcript.begin(task.model),
        at=task.at,
        counter=0,
        next=0,
        rows=0,
        ended=False,
    )
    header: uint256 = convert(convert(slice(task.table[0].code, 1, 32), bytes32), uint256)
    machine.rows = header >> 224
    # Behind the header: tokens, replies, constants, bytes of the schedule, part and byte of the cut.
    schedule: Bytes[256] = slice(slice(task.table[0].code, 33, 256), 0, (header >> 128) & 4294967295)
    machine.counter = unsafe_add(1, unsafe_add(len(schedule), 31) >> 5)
    roots: uint256[CODES] = empty(uint256[CODES])
    roots[0] = task.parameters
    positions: uint256[97][CODES] = empty(uint256[97][CODES])
    message: uint256[256] = empty(uint256[256])
    register: uint256[SPACE] = empty(uint256[SPACE])

    for part: uint256 in range(len(task.table), bound=8):
        program: uint256[WORDS] = abi_decode(slice(task.table[part].code, 1, CHUNK), uint256[WORDS])
        if part == 0:
            for i: uint256 in range(unsafe_add((header >> 160) & 4294967295, 1) >> 1, bound=512):
                w: uint256 = program[machine.counter]
                machine.counter = unsafe_add(machine.counter, 1)
                register[unsafe_mul(2, i)] = transcript.first(w)
                register[unsafe_add(unsafe_mul(2, i), 1)] = transcript.second(w)
            machine.next = (header >> 160) & 4294967295
        if task.half == tasks.AFTER:
            if part < (header >> 96) & 4294967295:
                continue
            if part == (header >> 96) & 4294967295:
                machine.counter = ((header >> 64) & 4294967295) >> 5
        for step: uint256 in range(8192):
            instruction: uint256 = program[machine.counter]
            machine.counter = unsafe_add(machine.counter, 1)
            operation: uint256 = instruction >> 248
            if unsafe_sub(operation, 1) < 5:
                # Arithmetic. Operands stand behind the count, or in the words that follow.
                count: uint256 = (instruction >> 232) & FIELD
                w: uint256 = instruction << 24
                counter: uint256 = machine.counter
                target: uint256 = machine.next
                if operation == 1:
                    # Two at a time: what an odd run writes beyond its end is written over.
                    for i: uint256 in range(unsafe_add(count, 1) >> 1, bound=REGISTERS):
                        if i & 3 == 0:
                            if count > 7:
                                w = program[counter]
                                counter = unsafe_add(counter, 1)
                        a0: uint256 = register[w >> 240]
                        b0: uint256 = register[(w >> 224) & FIELD]
                        register[target] = unsafe_add(
                            unsafe_mul(a0 & WORD, b0 & WORD), unsafe_mul(7, unsafe_mul(a0 >> 128, b0 >> 128))
                        ) % P | (
                            (unsafe_add(unsafe_mul(a0 & WORD, b0 >> 128), unsafe_mul(a0 >> 128, b0 & WORD)) % P)
                            << 128
                        )
                        a1: uint256 = register[(w >> 208) & FIELD]
                        b1: uint256 = register[(w >> 192) & FIELD]
                        register[unsafe_add(target, 1)] = unsafe_add(
                            unsafe_mul(a1 & WORD, b1 & WORD), unsafe_mul(7, unsafe_mul(a1 >> 128, b1 >> 128))
                        ) % P | (
                            (unsafe_add(unsafe_mul(a1 & WORD, b1 >> 128), unsafe_mul(a1 >> 128, b1 & WORD)) % P)
                            << 128
                        )
                        w = w << 64
                        target = unsafe_add(target, 2)
                    target = unsafe_add(machine.next, count)
                elif operation == 5:
                    # Σ a b over the first `count` pairs, less those that follow, plus single elements, less those at the end.
                    removed: uint256 = (instruction >> 216) & FIELD
                    added: uint256 = (instruction >> 200) & FIELD
                    singles: uint256 = unsafe_add(added, (instruction >> 184) & FIELD)
                    w = instruction << 72
                    left: uint256 = 11
                    if unsafe_add(unsafe_mul(2, unsafe_add(count, removed)), singles) > 11:
                        left = 0
                    s0: uint256 = 0
                    s1: uint256 = 0
                    for i: uint256 in range(unsafe_add(count, removed), bound=REGISTERS):
                        if i == count:
                            s0 = unsafe_sub(P << 80, s0)
                            s1 = unsafe_sub(P << 80, s1)
                        if left == 0:
                            w = program[counter]
                            counter = unsafe_add(counter, 1)
                            left = 16
                        left = unsafe_sub(left, 2)
                        a: uint256 = register[w >> 240]
                        b: uint256 = register[(w >> 224) & FIELD]
                        w = w << 32
                        s0 = unsafe_add(
                            s0,
                            unsafe_add(unsafe_mul(a & WORD, b & WORD), unsafe_mul(7, unsafe_mul(a >> 128, b >> 128))),
                        )
                        s1 = unsafe_add(
                            s1, unsafe_add(unsafe_mul(a & WORD, b >> 128), unsafe_mul(a >> 128, b & WORD))
                        )
                    if removed != 0:
                        s0 = unsafe_sub(P << 81, s0)
                        s1 = unsafe_sub(P << 81, s1)
                    plus: uint256 = 0
                    for i: uint256 in range(singles, bound=REGISTERS):
                        if left == 0:
                            w = program[counter]
                            counter = unsafe_add(counter, 1)
                            left = 16
                        left = unsafe_sub(left, 1)
                        single: uint256 = register[w >> 240]
                        w = w << 16
                        if i >= added:
                            single = unsafe_sub(elements.BOTH, single)
                        plus = unsafe_add(plus, single)
                    register[target] = unsafe_add(s0, plus & LANE) % P | ((unsafe_add(s1, plus >> 128) % P) << 128)
                    target = unsafe_add(target, 1)
                elif operation == 2:
                    # c (1 - a - b + 2 a b)
                    left: uint256 = 4 if count < 5 else 0
                    for i: uint256 in range(count, bound=REGISTERS):
                        if left == 0:
                            w = program[counter]
                            counter = unsafe_add(counter, 1)
                            left = 5
                        left = unsafe_sub(left, 1)
                        c: uint256 = register[w >> 240]
                        a: uint256 = register[(w >> 224) & FIELD]
                        b: uint256 = register[(w >> 208) & FIELD]
                        w = w << 48
                        e0: uint256 = unsafe_sub(
                            unsafe_add(
                                unsafe_mul(
                                    2,
                                    unsafe_add(
                                        unsafe_mul(a & WORD, b & WORD), unsafe_mul(7, unsafe_mul(a >> 128, b >> 128))
                                    ),
                                ),
                                2 * P + 1,
                            ),
                            unsafe_add(a & WORD, b & WORD),
                        )
                        e1: uint256 = unsafe_sub(
                            unsafe_add(
                                unsafe_mul(
                                    2, unsafe_add(unsafe_mul(a & WORD, b >> 128), unsafe_mul(a >> 128, b & WORD))
                                ),
                                2 * P,
                            ),
                            unsafe_add(a >> 128, b >> 128),
                        )
                        register[target] = unsafe_add(
                            unsafe_mul(c & WORD, e0), unsafe_mul(7, unsafe_mul(c >> 128, e1))
                        ) % P | ((unsafe_add(unsafe_mul(c & WORD, e1), unsafe_mul(c >> 128, e0)) % P) << 128)
                        target = unsafe_add(target, 1)
                else:
                    left: uint256 = 7 if count < 8 else 0
                    for i: uint256 in range(count, bound=REGISTERS):
                        if left == 0:
                            w = program[counter]
                            counter = unsafe_add(counter, 1)
                            left = 8
                        left = unsafe_sub(left, 1)
                        sum: uint256 = register[w >> 240]
                        if operation == 3:
                            sum = unsafe_add(sum, register[(w >> 224) & FIELD])
                        else:
                            sum = unsafe_sub(unsafe_add(sum, elements.BOTH), register[(w >> 224) & FIELD])
                        w = w << 32
                        register[target] = (sum & LANE) % P | (((sum >> 128) % P) << 128)
                        target = unsafe_add(target, 1)
                machine.counter = counter
                machine.next = target
            elif operation == 0:
                machine.ended = True
                break
            elif operation == 63:
                break
            elif operation == 16:
                # A message of elements.
                count: uint256 = (instruction >> 232) & FIELD
                if unsafe_add(machine.at, unsafe_mul(16, count)) > task.end:
                    rejections.reject(rejections.TRUNCATED)
                if count == 2:
                    w: uint256 = transcript.word(machine.at)
                    transcript.check(w)
                    machine.state = transcript.absorb_word(machine.state, w)
                    register[machine.next] = transcript.first(w)
                    register[unsafe_add(machine.next, 1)] = transcript.second(w)
                else:
                    at: uint256 = machine.at
                    target: uint256 = machine.next
                    for i: uint256 in range(count >> 1, bound=REGISTERS):
                        w: uint256 = transcript.word(at)
                        transcript.check(w)
                        register[target] = transcript.first(w)
                        register[unsafe_add(target, 1)] = transcript.second(w)
                        target = unsafe_add(target, 2)
                        at = unsafe_add(at, 32)
                    if count & 1 == 1:
                        w: uint256 = transcript.half(at)
                        transcript.check(w)
                        register[target] = transcript.first(w)
                    machine.state = transcript.absorb(machine.state, machine.at, count)
                machine.at = unsafe_add(machine.at, unsafe_mul(16, count))
                machine.next = unsafe_add(machine.next, count)
            elif operation == 19:
                if register[(instruction >> 216) & FIELD] != register[(instruction >> 200) & FIELD]:
                    rejections.reject((instruction >> 184) & FIELD)
            elif operation == 17:
                for i: uint256 in range((instruction >> 232) & FIELD, bound=REGISTERS):
                    machine.state = keccak256(concat(b"\x03", machine.state))
                    register[machine.next] = transcript.challenge(machine.state)
                    machine.next = unsafe_add(machine.next, 1)
            elif operation == 22 or operation == 23:
                # Rounds of a sumcheck, one byte each: the degree, or the bits of work of an opening's round.
                running: uint256 = register[(instruction >> 216) & FIELD]
                w: uint256 = 0
                for i: uint256 in range((instruction >> 232) & FIELD, bound=64):
                    if i & 31 == 0:
                        w = program[machine.counter]
                        machine.counter = unsafe_add(machine.counter, 1)
                    challenge: uint256 = 0
                    machine.state, machine.at, challenge, running = rounds.fold(
                        machine.state,
                        machine.at,
                        task.end,
                        running,
                        w >> 248 if operation == 22 else 2,
                        0 if operation == 22 else w >> 248,
                    )
                    w = w << 8
                    register[machine.next] = challenge
                    machine.next = unsafe_add(machine.next, 1)
                register[machine.next] = running
                machine.next = unsafe_add(machine.next, 1)
            elif operation == 18:
                if unsafe_add(machine.at, 8) > task.end:
                    rejections.reject(rejections.TRUNCATED)
                machine.state = transcript.work(machine.state, machine.at, (instruction >> 216) & FIELD)
                machine.at = unsafe_add(machine.at, 8)
            elif operation == 20:
                if register[(instruction >> 216) & FIELD] == 0:
                    rejections.reject((instruction >> 200) & FIELD)
            elif operation == 21:
                count: uint256 = (instruction >> 232) & FIELD
                point: uint256[32] = empty(uint256[32])
                numerator: uint256 = 0
                denominator: uint256 = 0
                machine.state, machine.at, numerator, denominator, point = fractions.descend(
                    machine.state,
                    machine.at,
                    task.end,
                    count,
                    register[(instruction >> 216) & FIELD],
                    register[(instruction >> 200) & FIELD],
                )
                for i: uint256 in range(count, bound=32):
                    register[unsafe_add(machine.next, i)] = point[i]
                machine.next = unsafe_add(machine.next, count)
                register[machine.next] = numerator
                register[unsafe_add(machine.next, 1)] = denominator
                machine.next = unsafe_add(machine.next, 2)
            elif operation == 48:
                # Statement, schedule, and the witness' commitment: root and value.
                if unsafe_add(machine.at, 48) > task.end:
                    rejections.reject(rejections.TRUNCATED)
                machine.state = transcript.absorb_bytes(machine.state, task.statement.at, task.statement.length)
                machine.state = keccak256(concat(b"\x02", machine.state, schedule))
                roots[1] = transcript.word(machine.at)
                w: uint256 = transcript.half(unsafe_add(machine.at, 32))
                transcript.check(w)
                machine.state = keccak256(
                    concat(b"\x02", machine.state, b"\x02", slice(schedule, 25, 18), slice(msg.data, machine.at, 48))
                )
                register[machine.next] = transcript.first(w)
                machine.next = unsafe_add(machine.next, 1)
                machine.at = unsafe_add(machine.at, 48)
            elif operation == 49:
                if unsafe_add(machine.at, 32) > task.end:
                    rejections.reject(rejections.TRUNCATED)
                roots[(instruction >> 216) & FIELD] = transcript.word(machine.at)
                machine.state = keccak256(concat(b"\x02", machine.state, slice(msg.data, machine.at, 32)))
                machine.at = unsafe_add(machine.at, 32)
            elif operation == 50:
                machine.state, positions[(instruction >> 216) & FIELD] = codes.draw(
                    machine.state, (instruction >> 232) & FIELD, (instruction >> 200) & FIELD
                )
            elif operation == 53:
                # The final message.
                count: uint256 = (instruction >> 232) & FIELD
                if unsafe_add(machine.at, unsafe_mul(16, count)) > task.end:
                    rejections.reject(rejections.TRUNCATED)
                for i: uint256 in range(count, bound=256):
                    w: uint256 = transcript.half(unsafe_add(machine.at, unsafe_mul(16, i)))
                    transcript.check(w)
                    message[i] = transcript.first(w)
                machine.state = transcript.absorb(machine.state, machine.at, count)
                machine.at = unsafe_add(machine.at, unsafe_mul(16, count))
            elif operation == 56:
                # The out-of-domain point of a commitment, from a transcript of its own.
                state: bytes32 = transcript.out_of_domain(
                    slice(schedule, 25, 18), convert(roots[(instruction >> 216) & FIELD], bytes32)
                )
                for i: uint256 in range((instruction >> 232) & FIELD, bound=64):
                    state = keccak256(concat(b"\x03", state))
                    register[machine.next] = transcript.challenge(state)
                    machine.next = unsafe_add(machine.next, 1)
            elif operation == 62:
                # Registers that are still needed move to the front, four at a time: never to behind where they were.
                w: uint256 = 0
                for i: uint256 in range(unsafe_add((instruction >> 232) & FIELD, 3) >> 2, bound=REGISTERS):
                    if i & 3 == 0:
                        w = program[machine.counter]
                        machine.counter = unsafe_add(machine.counter, 1)
                    register[unsafe_mul(4, i)] = register[w >> 240]
                    register[unsafe_add(unsafe_mul(4, i), 1)] = register[(w >> 224) & FIELD]
                    register[unsafe_add(unsafe_mul(4, i), 2)] = register[(w >> 208) & FIELD]
                    register[unsafe_add(unsafe_mul(4, i), 3)] = register[(w >> 192) & FIELD]
                    w = w << 64
                machine.next = (instruction >> 232) & FIELD
            elif operation == 64:
                if task.half != tasks.WHOLE:
                    # State, roots, positions of the first two codes, then registers, two to a word: eight words at a time.
                    machine.next = (instruction >> 232) & FIELD
                    total: uint256 = unsafe_add(SNAPSHOT, unsafe_add(machine.next, 1) >> 1)
                    words: uint256[8] = empty(uint256[8])
                    for i: uint256 in range(unsafe_add(total, 7) & ~convert(7, uint256), bound=REGISTERS):
                        w: uint256 = 0
                        if task.half == tasks.AFTER:
                            if unsafe_add(machine.at, 32) > task.end:
                                rejections.reject(rejections.TRUNCATED)
                            w = transcript.word(machine.at)
                            machine.at = unsafe_add(machine.at, 32)
                            if i == 0:
                                machine.state = convert(w, bytes32)
                            elif i < 1 + CODES:
                                roots[unsafe_sub(i, 1)] = w
                            elif i < SNAPSHOT:
                                for k: uint256 in range(8):
                                    j: uint256 = unsafe_add(unsafe_mul(unsafe_sub(i, 1 + CODES), 8), k)
                                    if j % 104 < 97:
                                        positions[j // 104][j % 104] = (w >> unsafe_sub(224, unsafe_mul(32, k))) & 4294967295
                            elif i < total:
                                register[unsafe_mul(2, unsafe_sub(i, SNAPSHOT))] = transcript.first(w)
                                register[unsafe_add(unsafe_mul(2, unsafe_sub(i, SNAPSHOT)), 1)] = transcript.second(w)
                        elif i == 0:
                            w = convert(machine.state, uint256)
                        elif i < 1 + CODES:
                            w = roots[unsafe_sub(i, 1)]
                        elif i < SNAPSHOT:
                            for k: uint256 in range(8):
                                j: uint256 = unsafe_add(unsafe_mul(unsafe_sub(i, 1 + CODES), 8), k)
                                if j % 104 < 97:
                                    w = w | (positions[j // 104][j % 104] << unsafe_sub(224, unsafe_mul(32, k)))
                        elif i < total:
                            a: uint256 = register[unsafe_mul(2, unsafe_sub(i, SNAPSHOT))]
                            b: uint256 = register[unsafe_add(unsafe_mul(2, unsafe_sub(i, SNAPSHOT)), 1)]
                            w = (a << 192) | ((a >> 128) << 128) | ((b & WORD) << 64) | (b >> 128)
                        words[i & 7] = w
                        if i & 7 == 7:
                            seal[0] = keccak256(abi_encode(seal[0], words))
                            if task.half == tasks.BEFORE:
                                raw_log([SNAPSHOT_TOPIC], abi_encode(words))
                    if task.half == tasks.BEFORE:
                        machine.ended = True
                        break
            else:
                # What takes points: one of `count` coordinates, or two whose lengths are the first fields.
                count: uint256 = (instruction >> 232) & FIELD
                field: uint256[5] = [
                    (instruction >> 216) & FIELD,
                    (instruction >> 200) & FIELD,
                    (instruction >> 184) & FIELD,
                    (instruction >> 168) & FIELD,
                    (instruction >> 152) & FIELD,
                ]
                length: uint256 = count if operation > 33 else field[0]
                first: uint256[32] = empty(uint256[32])
                second: uint256[32] = empty(uint256[32])
                w: uint256 = 0
                for i: uint256 in range(length if operation > 33 else unsafe_add(length, field[1]), bound=64):
                    if i & 15 == 0:
                        w = program[machine.counter]
                        machine.counter = unsafe_add(machine.counter, 1)
                    if i < length:
                        first[i] = register[w >> 240]
                    else:
                        second[unsafe_sub(i, length)] = register[w >> 240]
                    w = w << 16
                result: uint256 = 0
                if operation == 51 or operation == 52:
                    values: uint256[96] = empty(uint256[96])
                    hashes: uint256[96] = empty(uint256[96])
                    values, hashes = codes.columns(
                        machine.at,
                        task.end,
                        count,
                        field[1],
                        positions[field[0]][0],
                        first,
                    )
                    machine.at = unsafe_add(
                        machine.at, unsafe_mul(unsafe_mul(8, field[1]) << count, positions[field[0]][0])
                    )
                    machine.at = codes.ascend(
                        machine.at, task.end, field[2], roots[field[0]], positions[field[0]], hashes
                    )
                    if operation == 52:
                        powers.agree(message, field[3], field[4], positions[field[0]], values)
                        continue
                    power: uint256 = 0
                    result, power = codes.combine(
                        values, positions[field[0]][0], register[field[4]], register[field[3]]
                    )
                    register[unsafe_add(machine.next, 1)] = power
                    register[machine.next] = result
                    machine.next = unsafe_add(machine.next, 2)
                    continue
                elif operation == 54:
                    result = powers.weigh(
                        positions[field[0]], register[field[2]], register[field[3]], first, count
                    )
                elif operation == 55:
                    result = powers.evaluate(message, first, count)
                elif operation == 33:
                    result = rows.shifted(
                        first, field[0], second, field[1], field[2], field[3], unsafe_sub(task.statement.prompt, 1)
                    )
                else:
                    result = rows.sum(
                        rows.Tensor(
                            code=count, rows=machine.rows, row_digits=field[0], digits=field[1], width=field[2]
                        ),
                        task.statement,
                        first,
                        second,
                    )
                register[machine.next] = result
                machine.next = unsafe_add(machine.next, 1)
        if machine.ended:
            break
        machine.counter = 0
    if not machine.ended:
        rejections.reject(rejections.MALFORMED_PROOF)
    if machine.at != task.end:
        rejections.reject(rejections.TRAILING_BYTES)
    return seal[0]
