package dev.ragged.app.chat;

import java.util.List;

/** Follows an answer while it comes in. */
public interface AskListener {
  /** The question that was searched for, if the conversation made another of the one asked. */
  default void searching(String question) {}

  /** What the model is given, before it is asked. */
  default void sources(List<Source> sources) {}

  /** The next stretch of the answer as the model wrote it, which no citation is cut by. */
  default void text(String stretch) {}

  /** A sentence ended with the stretch before. */
  default void sentence(CheckedSentence sentence) {}
}
