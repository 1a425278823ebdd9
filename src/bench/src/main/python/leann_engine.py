"""The engine's coders through its C API (native/include/leann/leann.h)."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_float, c_int32, c_int64, c_uint8, c_uint64, c_void_p

import numpy as np

FLOATS = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")
BYTES = np.ctypeslib.ndpointer(np.uint8, flags="C_CONTIGUOUS")
ALL_PROCESSORS = 0


class Engine:
    def __init__(self, library):
        self._c = ctypes.CDLL(library)
        self._c.leann_last_error.restype = c_char_p
        self._c.leann_coder_free.argtypes = [c_void_p]
        self._c.leann_coder_free.restype = None
        self._c.leann_coder_code_bytes.argtypes = [c_void_p]

    def transform(self, vectors, code_bytes):
        return self._coder(
            "leann_coder_train",
            [FLOATS, c_int64, c_int32, c_int32, c_int32],
            *(vectors, *vectors.shape, code_bytes, ALL_PROCESSORS),
        )

    def product(self, vectors, code_bytes, components):
        return self._coder(
            "leann_coder_train_product",
            [FLOATS, c_int64, c_int32, c_int32, c_int32, c_int32],
            *(vectors, *vectors.shape, code_bytes, components, ALL_PROCESSORS),
        )

    def blind(self, dimension, bits):
        return self._coder("leann_coder_blind", [c_int32, c_int32, c_uint64], dimension, bits, 1)

    def load(self, file):
        data = np.frombuffer(file, np.uint8)
        return self._coder("leann_coder_load", [BYTES, c_int64], data, len(data))

    def _coder(self, function, types, *arguments):
        handle = c_void_p()
        self.call(function, [*types, POINTER(c_void_p)], *arguments, byref(handle))
        return Coder(self, handle)

    def call(self, function, types, *arguments):
        pointer = getattr(self._c, function)
        pointer.argtypes = types
        if pointer(*arguments) != 0:
            raise ValueError(self._c.leann_last_error().decode())

    def code_bytes(self, handle):
        return self._c.leann_coder_code_bytes(handle)

    def free(self, handle):
        self._c.leann_coder_free(handle)


class Coder:
    def __init__(self, engine, handle):
        self._engine = engine
        self._handle = handle
        self.code_bytes = engine.code_bytes(handle)

    def __del__(self):
        self._engine.free(self._handle)

    def approximate(self, vectors):
        """Encodes and decodes vectors. Their inner product with a unit query is the estimate."""
        codes = np.empty((len(vectors), self.code_bytes), np.uint8)
        types = [c_void_p, FLOATS, c_int64, c_int32, BYTES]
        self._engine.call(
            "leann_encode", types, self._handle, vectors, len(vectors), ALL_PROCESSORS, codes
        )
        decoded = np.empty_like(vectors)
        types = [c_void_p, BYTES, c_int64, FLOATS]
        self._engine.call("leann_decode", types, self._handle, codes, len(codes), decoded)
        return decoded

    def file_bytes(self):
        size = c_int64()
        types = [c_void_p, POINTER(c_uint8), c_int64, POINTER(c_int64)]
        self._engine.call("leann_coder_save", types, self._handle, None, 0, byref(size))
        return size.value
