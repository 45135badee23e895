"""Elementary functions of one float32, as polynomials that a loop over them vectorises (Cephes; Moshier 1989)."""

import math

import numpy as np

from distill.kernels.native.compiler import kernel

ONE, TWO, HALF = np.float32(1), np.float32(2), np.float32(0.5)
_LOG2E = np.float32(1 / math.log(2))
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
_EXP = tuple(
    np.float32(c)
    for c in (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
)
_LOG = tuple(
    np.float32(c)
    for c in (
        7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
        2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    )
)  # fmt: skip
_SIN = tuple(np.float32(c) for c in (-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1))
_COS = tuple(np.float32(c) for c in (2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2))
_ERF = tuple(np.float32(c) for c in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
_ERF_SCALE = np.float32(0.3275911)
_ROOT_HALF = np.float32(math.sqrt(0.5))
_QUARTER = np.float32(math.pi / 2)
_LEAST, _MOST = np.float32(-104), np.float32(88.7)
_SMALLEST_NORMAL, _SCALE_UP = np.float32(2.0**-126), np.float32(2.0**24)
_NEGATIVE_INFINITY = np.float32(-np.inf)


@kernel
def exp(x: np.float32) -> np.float32:
    """E to the power of ``x``, to 1 part in 10⁷; zero below the least float32."""
    clamped = min(max(x, _LEAST), _MOST)
    whole = np.floor(clamped * _LOG2E + HALF)
    rest = clamped - whole * _LN2_HIGH - whole * _LN2_LOW
    series = _EXP[0]
    series = series * rest + _EXP[1]
    series = series * rest + _EXP[2]
    series = series * rest + _EXP[3]
    series = series * rest + _EXP[4]
    series = series * rest + _EXP[5]
    power = np.int32(whole)
    # In two halves, as the whole power of two may be below the least normal number.
    half = power >> np.int32(1)
    first = np.int32((half + np.int32(127)) << np.int32(23)).view(np.float32)
    second = np.int32((power - half + np.int32(127)) << np.int32(23)).view(np.float32)
    return np.float32((series * rest * rest + rest + ONE) * first * second)


@kernel
def log(x: np.float32) -> np.float32:
    """Natural logarithm of ``x`` ≥ 0, to 1 part in 10⁷; minus infinity of 0."""
    small = x < _SMALLEST_NORMAL
    bits = np.float32(x * _SCALE_UP if small else x).view(np.int32)
    power = np.float32((bits >> np.int32(23)) - np.int32(150 if small else 126))
    mantissa = np.int32((bits & np.int32(0x7FFFFF)) | np.int32(0x3F000000)).view(np.float32)
    low = mantissa < _ROOT_HALF
    power = power - (ONE if low else np.float32(0))
    y = (mantissa + mantissa if low else mantissa) - ONE
    series = _LOG[0]
    series = series * y + _LOG[1]
    series = series * y + _LOG[2]
    series = series * y + _LOG[3]
    series = series * y + _LOG[4]
    series = series * y + _LOG[5]
    series = series * y + _LOG[6]
    series = series * y + _LOG[7]
    series = series * y + _LOG[8]
    square = y * y
    rest = series * y * square + power * _LN2_LOW - HALF * square
    value = rest + y + power * _LN2_HIGH
    return np.float32(value if x > 0 else _NEGATIVE_INFINITY)


@kernel
def sine(turns: np.float32) -> np.float32:
    """Sine of an angle in turns, -1 to 1."""
    quarters = turns * np.float32(4)
    nearest = np.floor(quarters + HALF)
    return _sine_of_quarters(np.int32(nearest), (quarters - nearest) * _QUARTER)


@kernel
def cosine(turns: np.float32) -> np.float32:
    """Cosine of an angle in turns, -1 to 1."""
    quarters = turns * np.float32(4)
    nearest = np.floor(quarters + HALF)
    return _sine_of_quarters(np.int32(nearest) + np.int32(1), (quarters - nearest) * _QUARTER)


@kernel
def _sine_of_quarters(quarters: np.int32, rest: np.float32) -> np.float32:
    """Sine of quarter turns and a ``rest`` in radians, within an eighth of a turn."""
    square = rest * rest
    odd = ((_SIN[0] * square + _SIN[1]) * square + _SIN[2]) * square * rest + rest
    even = ((_COS[0] * square + _COS[1]) * square + _COS[2]) * square * square - HALF * square + ONE
    value = odd if quarters & np.int32(1) == 0 else even
    return np.float32(value if quarters & np.int32(2) == 0 else -value)


@kernel
def gelu(x: np.float32) -> np.float32:
    """Gaussian error linear unit of ``x``; the error function to 1.5e-7 (Abramowitz & Stegun 1964, 7.1.26)."""
    z = x * _ROOT_HALF
    size = abs(z)
    t = ONE / (ONE + _ERF_SCALE * size)
    series = _ERF[0]
    series = series * t + _ERF[1]
    series = series * t + _ERF[2]
    series = series * t + _ERF[3]
    series = series * t + _ERF[4]
    error = ONE - series * t * exp(-size * size)
    return np.float32(HALF * x * (ONE + (error if z >= 0 else -error)))


@kernel
def sigmoid(x: np.float32) -> np.float32:
    """Logistic function of ``x``."""
    return np.float32(ONE / (ONE + exp(-x)))


@kernel
def tanh(x: np.float32) -> np.float32:
    """Hyperbolic tangent of ``x``, to 1e-7."""
    return np.float32(ONE - TWO / (exp(x + x) + ONE))


@kernel
def log_add_exp(x: np.float32, y: np.float32) -> np.float32:
    """Logarithm of the sum of e to the powers of ``x`` and ``y``."""
    return np.float32(max(x, y) + log(ONE + exp(-abs(x - y))))
