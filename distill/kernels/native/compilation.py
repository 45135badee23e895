"""Compilation of all kernels by numba: ``python -m distill.kernels.native.compilation FOLDER``, whatever is there.

Without a folder, all but the longest are written to standard output.

Of each kernel that Python calls, an object file is kept. Its function takes the addresses of numpy arrays as Python has
them, builds the named tuples again, and calls the kernel.
"""

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np
import rocket_fft
from llvmlite import binding, ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.numpy_support import carray
from numpy.typing import NDArray
from rocket_fft import _native

from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_tensors
from distill.kernels.frame import Mix
from distill.kernels.memory import CHANCES
from distill.kernels.native import compiler, machine_code
from distill.kernels.native.compiler import Entry
from distill.kernels.native.machine_code import INTEGER, MEMORY, SUFFIX, flat
from distill.kernels.native.prepare import COMPILER
from distill.kernels.noise import gumbel_noises, memory_chances
from distill.kernels.performance import Controls, Position
from distill.kernels.prior import CodeChoice
from distill.kernels.runtime import CodecRuntime, PriorRuntime, limited, play
from distill.kernels.sampling import SamplingOptions
from distill.kernels.spectrum import fourier

OPTIONS: dict[str, Any] = {
    # Products are added without being rounded first. Sums are never reordered.
    "fastmath": {"contract", "nsz", "arcp"},
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "no_cpython_wrapper": True,
}
_jit: Any = numba.njit
LONGEST = "play_frames"
"""Kernel that takes as long to compile as all others."""
HEAD = object.__basicsize__ // 8
"""Words of a Python object before those of a numpy array: its data, number of axes, shape and strides."""


@cache
def compiled(function: Callable[..., Any]) -> Any:
    """Kernel as numba compiles it, with all kernels that it calls by name."""
    if function in (fourier.c2r, fourier.r2c):
        return getattr(rocket_fft, function.__name__)
    code, known = function.__code__, function.__globals__
    called = {name: compiled(known[name]) for name in code.co_names if _is_kernel(known.get(name))}
    copy = FunctionType(code, {**known, **called}, function.__name__, function.__defaults__)
    return _jit(copy, **OPTIONS)


def _is_kernel(value: object) -> bool:
    return isinstance(value, FunctionType) and value in compiler.kernels


@intrinsic
def _pointer(context: Any, address: Any) -> Any:  # noqa: ARG001 - as numba calls it
    """Pointer to an ``address``."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), generate


@compiler.kernel
def _words(address: int, count: int) -> Any:
    """Words [count] at an ``address``."""
    return carray(_pointer(address), (count,), np.int64)  # pyright: ignore[reportCallIssue] - an intrinsic


@compiler.kernel
def _check(array: NDArray[Any], head: NDArray[Any]) -> None:
    """Check that a numpy array, of which ``head`` are the words, is what ``array`` says it is: contiguous."""
    strides = _words(head[HEAD + 3], array.ndim)
    for axis in range(array.ndim):
        if array.size and array.shape[axis] > 1 and strides[axis] != array.strides[axis]:
            raise TypeError


def compile_entry(entry: Entry, arguments: tuple[Any, ...]) -> tuple[bytes, str, list[str]]:
    """Object file for arguments of these types; its symbol and their kinds, as ``MachineCode`` takes them."""
    name, items = entry.function.__name__, flat(arguments)
    known: dict[str, Any] = {"words": compiled(_words), "function": compiled(entry.function)}
    place = iter(range(len(items)))
    built = ", ".join(_expression(argument, place, known) for argument in arguments)
    exec(f"def {name}(address):\n w = words(address, {len(items)})\n function({built})", known)  # noqa: S102 - no input
    made = _jit((types.int64,), **OPTIONS)(known[name])
    (result,) = made.overloads.values()
    kinds = [INTEGER if type(item) is int else item.dtype.str for item in items]
    return result.library._get_compiled_object(), result.fndesc.llvm_func_name, kinds  # noqa: SLF001


def _expression(argument: Any, place: Iterator[int], known: dict[str, Any]) -> str:
    """Source of an argument, from the words at the next places; ``known`` are the names in it."""
    if isinstance(argument, tuple):
        kind = type(argument)
        known[kind.__name__] = kind
        return f"{kind.__name__}({', '.join(_expression(item, place, known) for item in argument)})"
    word = f"w[{next(place)}]"
    if type(argument) is int:
        return word
    reader = f"read_{argument.dtype.name}_{argument.ndim}"
    known[reader] = _reader(argument.dtype.type, argument.ndim)
    return f"{reader}({word})"


@cache
def _reader(kind: type[np.generic], axes: int) -> Any:
    """Function that makes numba's array of numpy's at an address, without a copy."""
    known = {"words": compiled(_words), "check": compiled(_check), "carray": carray, "pointer": _pointer}
    shape = "".join(f"shape[{axis}], " for axis in range(axes))
    source = (
        f"def read(address):\n"
        f"    head = words(address, {HEAD + 4})\n"
        f"    if head[{HEAD + 1}] & 0xFFFF != {axes}:\n"
        f"        raise TypeError\n"
        f"    shape = words(head[{HEAD + 2}], {axes})\n"
        f"    array = carray(pointer(head[{HEAD}]), ({shape}), kind)\n"
        f"    check(array, head)\n"
        f"    return array\n"
    )
    exec(source, known := {**known, "kind": kind})  # noqa: S102 - no input
    return _jit(known["read"], **OPTIONS)


def allocation() -> bytes:
    """Object file of the two functions by which kernels have memory: those of numba's runtime, without statistics.

    The memory begins with the count of references, a destructor and its argument, none here, and the address of the
    array, which is the fourth word.
    """
    word, byte = ir.IntType(64), ir.IntType(8).as_pointer()
    module = ir.Module()
    malloc = ir.Function(module, ir.FunctionType(byte, [word]), "malloc")
    free = ir.Function(module, ir.FunctionType(ir.VoidType(), [byte]), "free")
    allocate = ir.Function(module, ir.FunctionType(byte, [word, ir.IntType(32)]), "NRT_MemInfo_alloc_aligned")
    builder = ir.IRBuilder(allocate.append_basic_block())
    size, align = allocate.args[0], builder.zext(allocate.args[1], word)
    made = builder.call(malloc, [builder.add(builder.add(size, align), word(64))])
    with builder.if_then(builder.icmp_unsigned("==", builder.ptrtoint(made, word), word(0))):
        builder.ret(made)
    begin = builder.add(builder.ptrtoint(made, word), builder.add(word(63), align))
    begin = builder.sub(begin, builder.urem(begin, align))
    words = builder.bitcast(made, word.as_pointer())
    for n, value in enumerate((word(1), word(0), word(0), begin, size, word(0))):
        builder.store(value, builder.gep(words, [word(n)]))
    builder.ret(made)
    release = ir.Function(module, ir.FunctionType(ir.VoidType(), [byte]), "NRT_MemInfo_call_dtor")
    builder = ir.IRBuilder(release.append_basic_block())
    builder.call(free, [release.args[0]])
    builder.ret_void()
    target = binding.Target.from_default_triple().create_target_machine(codemodel="large")
    return target.emit_object(binding.parse_assembly(str(module)))


def fill(folder: Path) -> None:
    """Compile all kernels to ``folder``, anew, and mark it as complete.

    Another process compiles all but one, which takes as long as they do.
    """
    for damaged in machine_code.files(folder):
        damaged.unlink()
    (folder / MEMORY).write_bytes(allocation())
    command = [sys.executable, "-P", "-m", COMPILER]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as other:  # noqa: S603 - ourselves
        kernels = compile_all(lambda name: name == LONGEST)
        others, _ = other.communicate()
    if other.returncode:
        sys.exit(other.returncode)
    kernels |= pickle.loads(others)  # noqa: S301 - it comes from this very program
    for name, (content, *_) in kernels.items():
        (folder / f"{name}{SUFFIX}").write_bytes(content)
    described = {name: {"symbol": symbol, "kinds": kinds} for name, (_, symbol, kinds) in kernels.items()}
    machine_code.mark_ready(folder, Path(_native.LIBRARY_PATH).name, described)


def compile_all(wanted: Callable[[str], bool]) -> dict[str, tuple[bytes, str, list[str]]]:
    """Compile the entry kernels whose names are ``wanted``: by name, what ``compile_entry`` makes of each."""
    found: dict[str, tuple[bytes, str, list[str]]] = {}

    def keep(entry: Entry, arguments: tuple[Any, ...]) -> Callable[[tuple[Any, ...]], None]:
        name = entry.function.__name__
        if wanted(name):
            found[name] = compile_entry(entry, arguments)
        return lambda _: None

    Entry.compiles = keep
    call_all()
    return found


def call_all() -> None:
    """Call every entry kernel once, with a model of the least size: so each is compiled, and none is run."""
    config = CodecConfig(window=8, hop=4, low=2, dim=2, levels=1, codebook_size=2, width=2, blocks=1, encoder_blocks=1)
    prior_config = PriorConfig(levels=1, codebook_size=2, width=2, head=2)
    tensors = {name: np.ones(shape, np.float32) for name, shape in model_tensors.shapes(config, prior_config).items()}
    codec, prior = CodecRuntime(config, tensors), PriorRuntime(prior_config, tensors, np.full((1, 2), -1, np.int16))
    codes, gains = np.zeros((1, 1), np.int64), np.ones((1, 1), np.float32)
    nothing = np.zeros((1, config.features), np.float32)
    one, none, no = np.ones(1, np.float32), np.zeros(1, np.int64), np.zeros((1, 1), np.bool_)
    options = SamplingOptions.of([1.0], 2)
    choice = CodeChoice(gumbel_noises([(0, 0)], 1, 2), options, codes, none, one, memory_chances([(0, 0)], CHANCES))
    mix = Mix(gains, codes, gains, nothing, one, one, one)
    controls = Controls(no[0], no[0], none, none, no, no, codes, none, options, none, one)
    position = Position(codes[..., None].copy(), no[..., None], none.copy(), none.copy(), codes.copy())
    state, prior_state = codec.initial_state(), prior.initial_state()
    play(codec, prior, controls, mix, position, prior_state, state)
    prior.advance(controls, position, prior_state)
    prior.sample_step(prior_state, choice)
    contexts, _ = prior.step(codes[..., None], prior_state)
    prior.log_likelihood(contexts[0], codes, codes)
    codec.decode_features(codes, gains, state.past)
    limited(codec.decode(codes[..., None]))
    codec.encode(np.zeros((1, 1, config.hop), np.float32))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.argv[1:]:
        try:
            fill(Path(sys.argv[1]))
        except OSError as error:
            sys.exit(error.strerror)
    else:
        sys.stdout.buffer.write(pickle.dumps(compile_all(lambda name: name != LONGEST)))
