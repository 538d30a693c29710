"""The page of GB/T 9704-2012, in the units of the standard."""

#: millimetres
WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
#: type area 156 x 225 mm, 22 lines of 28 characters
LINES, CHARACTERS = 22, 28
#: points: 225 mm / 22 and 156 mm / 28
LINE_PITCH = 225 / 25.4 * 72 / LINES
CHARACTER_PITCH = 156 / 25.4 * 72 / CHARACTERS
#: points: 三号, 二号, 四号
BODY, TITLE, FOLIO = 16, 22, 14
#: the distance from the type area to the folio, millimetres
FOLIO_GAP = 7
#: from the top of the type area to the red mark, millimetres
MARK_GAP = 35
