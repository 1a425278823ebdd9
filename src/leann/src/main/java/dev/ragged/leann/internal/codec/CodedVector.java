package dev.ragged.leann.internal.codec;

/**
 * A vector as it is known from its code.
 *
 * @param coderId the id of the coder
 * @param code its code
 * @param decoded the vector that the code stands for. To encode it again loses more of the vector
 *     that the code was made from, even with the same coder
 */
public record CodedVector(String coderId, byte[] code, float[] decoded) {}
