/**
 * The native engine's C functions, one to one, as JavaCPP generates them from {@code leann.h}, and
 * {@link dev.ragged.leann.natives.NativeLibrary}, which says whether they can be called. What the
 * functions promise stands in {@code leann.h}; ask {@code NativeLibrary} before touching any other
 * class of this package.
 */
package dev.ragged.leann.natives;
