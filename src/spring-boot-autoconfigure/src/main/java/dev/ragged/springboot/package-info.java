/**
 * A vector store for Spring AI, made of the properties {@code spring.ai.vectorstore.ragged.*}: see
 * {@link dev.ragged.springboot.RaggedProperties}.
 */
@NullMarked
package dev.ragged.springboot;

import org.jspecify.annotations.NullMarked;
