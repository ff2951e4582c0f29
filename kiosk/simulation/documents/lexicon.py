"""Names for invented foreigners: common ones, put together by chance."""

SURNAMES = (
    "SMITH", "JOHNSON", "MUELLER", "SCHMIDT", "GARCIA", "MARTINEZ", "ROSSI", "FERRARI", "DUPONT", "MOREAU",
    "NOVAK", "KOWALSKI", "IVANOV", "PETROVA", "TANAKA", "SUZUKI", "KIM", "PARK", "NGUYEN", "TRAN", "SINGH",
    "SHARMA", "KHAN", "AHMED", "SILVA", "SANTOS", "ANDERSSON", "NIELSEN", "KORHONEN", "VIRTANEN",
    "PAPADOPOULOS", "YILMAZ", "DEMIR", "COHEN", "LEVI", "OKAFOR", "MBEKI", "O'BRIEN", "MACDONALD", "VAN-DIJK",
    "CASTELLANOS", "BARTHOLOMEW",
)  # fmt: skip
GIVEN = (
    "JAMES", "MARY", "JOHN", "PATRICIA", "MICHAEL", "LINDA", "ANNA", "PETER", "HANS", "ELENA", "SOFIA", "MARCO",
    "GIULIA", "PIERRE", "CLAIRE", "IVAN", "OLGA", "HIROSHI", "YUKI", "MINJUN", "JIWOO", "MINH", "LAN", "RAVI",
    "PRIYA", "OMAR", "AISHA", "JOAO", "ANA", "LARS", "INGRID", "MIKA", "AINO", "NIKOS", "ELENI", "MEHMET",
    "AYSE", "DAVID", "SARAH", "CHINUA", "THABO", "SEAN", "FIONA", "ALEXANDER", "CHRISTOPHER", "ELIZABETH",
)  # fmt: skip
CHINESE_NAMES = (
    "史密斯", "约翰逊", "穆勒", "杜邦", "莫罗", "伊万诺夫", "田中裕子", "铃木宏", "金敏俊", "朴智友",
    "阮文明", "陈兰", "马可", "安娜", "彼得", "大卫", "李明德", "王安妮", "白求德", "柯文海", "施瓦茨",
)  # fmt: skip
