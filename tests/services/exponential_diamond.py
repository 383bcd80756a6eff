"""Diamonds upon diamonds of bases cost no more than their lines."""

import win32serviceutil


class A0(win32serviceutil.ServiceFramework):
    x = 0


class B0(win32serviceutil.ServiceFramework):
    x = 0


class A1(A0, B0):
    x = 1


class B1(A0, B0):
    x = 1


class A2(A1, B1):
    x = 2


class B2(A1, B1):
    x = 2


class A3(A2, B2):
    x = 3


class B3(A2, B2):
    x = 3


class A4(A3, B3):
    x = 4


class B4(A3, B3):
    x = 4


class A5(A4, B4):
    x = 5


class B5(A4, B4):
    x = 5


class A6(A5, B5):
    x = 6


class B6(A5, B5):
    x = 6


class A7(A6, B6):
    x = 7


class B7(A6, B6):
    x = 7


class A8(A7, B7):
    x = 8


class B8(A7, B7):
    x = 8


class A9(A8, B8):
    x = 9


class B9(A8, B8):
    x = 9


class A10(A9, B9):
    x = 10


class B10(A9, B9):
    x = 10


class A11(A10, B10):
    x = 11


class B11(A10, B10):
    x = 11


class A12(A11, B11):
    x = 12


class B12(A11, B11):
    x = 12


class A13(A12, B12):
    x = 13


class B13(A12, B12):
    x = 13


class A14(A13, B13):
    x = 14


class B14(A13, B13):
    x = 14
