/**
 * Answers a question with a chat model from the passages that a search found, and checks what the
 * model says against them. Prints nothing. {@link dev.ragged.app.chat.AskQuestion} is where to
 * begin.
 */
package dev.ragged.app.chat;
