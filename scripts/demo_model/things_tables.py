"""Tables of things: shapes, jobs, tools, senses, plants and materials."""
from .facts import table

SHAPES = table(
    """
    triangle | three
    square | four
    rectangle | four
    pentagon | five
    hexagon | six
    heptagon | seven
    octagon | eight
    nonagon | nine
    decagon | ten
    """
)
JOBS = table(
    """
    baker | bakes bread | bakery
    farmer | grows food | farm
    teacher | teaches children | school
    doctor | heals sick people | hospital
    pilot | flies planes | airport
    sailor | sails ships | harbour
    painter | paints pictures | studio
    carpenter | makes things from wood | workshop
    tailor | sews clothes | shop
    librarian | looks after books | library
    gardener | looks after plants | garden
    cook | cooks meals | kitchen
    fireman | puts out fires | fire station
    singer | sings songs | theatre
    writer | writes stories | quiet room
    fisherman | catches fish | boat
    miller | grinds grain | mill
    smith | shapes hot iron | forge
    shepherd | looks after sheep | meadow
    beekeeper | looks after bees | garden
    judge | decides in court | court
    mathematician | proves theorems | university
    programmer | writes programs | office
    astronomer | watches the stars | tower
    dentist | looks after teeth | clinic
    """
)
TOOLS = table(
    """
    hammer | drive in nails | toolbox
    saw | cut wood | workshop
    screwdriver | turn screws | toolbox
    knife | cut bread | kitchen
    spoon | eat soup | kitchen
    fork | pick up food | kitchen
    cup | drink tea | cupboard
    needle | sew clothes | sewing box
    broom | sweep the floor | corner
    umbrella | stay dry in the rain | hall
    key | open a lock | pocket
    pen | write a letter | drawer
    clock | tell the time | living room
    thermometer | measure how warm it is | cupboard
    map | find the way | bag
    ruler | draw straight lines | drawer
    lamp | see in the dark | living room
    kettle | boil water | kitchen
    bed | sleep at night | bedroom
    oven | bake bread | kitchen
    boat | cross the water | harbour
    telescope | look at the stars | tower
    ladder | climb up high | shed
    bucket | carry water | shed
    spade | dig a hole | shed
    brush | paint a wall | workshop
    towel | dry your hands | bathroom
    compass | find the north | bag
    calculator | work with numbers | drawer
    camera | take pictures | bag
    """
)
SENSES = table(
    """
    eyes | see | look at pictures
    ears | hear | listen to music
    nose | smell | smell a flower
    tongue | taste | taste a soup
    skin | feel | feel the wind
    legs | walk | go for a walk
    hands | hold things | hold a cup
    teeth | chew | chew an apple
    """
)
PLANTS = table(
    """
    apple | fruit | on a tree | red or green
    pear | fruit | on a tree | green or yellow
    cherry | fruit | on a tree | red
    plum | fruit | on a tree | purple
    orange | fruit | on a tree | orange
    lemon | fruit | on a tree | yellow
    peach | fruit | on a tree | pink and yellow
    banana | fruit | on a tall plant | yellow
    grape | fruit | on a vine | green or purple
    strawberry | fruit | near the ground | red
    blueberry | fruit | on a bush | blue
    raspberry | fruit | on a bush | red
    melon | fruit | on the ground | green or yellow
    carrot | vegetable | under the ground | orange
    potato | vegetable | under the ground | brown
    onion | vegetable | under the ground | brown or white
    radish | vegetable | under the ground | red
    beetroot | vegetable | under the ground | dark red
    cabbage | vegetable | on the ground | green
    lettuce | vegetable | on the ground | green
    leek | vegetable | in the ground | green and white
    cauliflower | vegetable | on the ground | white
    """
)
MATERIALS = table(
    """
    bread | flour and water | bakery
    cheese | milk | dairy
    butter | cream | dairy
    wine | grapes | cellar
    paper | wood | paper mill
    glass | sand | glass factory
    a candle | wax | workshop
    a window | glass | workshop
    a book | paper | print shop
    a table | wood | workshop
    a sweater | wool | shop
    a shirt | cotton | shop
    a coin | metal | mint
    a brick | clay | kiln
    honey | nectar | hive
    jam | fruit and sugar | kitchen
    an omelette | eggs | kitchen
    a snowman | snow | garden
    flour | grain | mill
    juice | fruit | kitchen
    """
)
