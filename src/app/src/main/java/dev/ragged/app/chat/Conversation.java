package dev.ragged.app.chat;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last questions and answers, by which the next question is understood. */
final class Conversation {
  private static final int MAX_TURNS = 3;

  /** The beginning of an answer says what it is about. */
  private static final int MAX_ANSWER = 600;

  private static final int MAX_QUESTION = 500;

  private final Deque<String> turns = new ArrayDeque<>();

  boolean isEmpty() {
    return turns.isEmpty();
  }

  void add(String question, String answer) {
    String text = Sentences.CITATION.matcher(answer).replaceAll("").strip();
    turns.add(
        "User: "
            + question
            + "\nAssistant: "
            + (text.length() > MAX_ANSWER ? text.substring(0, MAX_ANSWER) + "..." : text));
    if (turns.size() > MAX_TURNS) {
      turns.remove();
    }
  }

  /** Asks for a question that is whole without these. */
  Prompt completing(String question) {
    return Prompt.completing(question, String.join("\n", turns));
  }

  /** The question in what a model replied; the one asked if it replied none. */
  static String completed(String question, String reply) {
    String line =
        PromptText.clean(reply)
            .lines()
            .map(String::strip)
            .filter(text -> text.codePoints().anyMatch(Character::isLetterOrDigit))
            .findFirst()
            .orElse("");
    return line.isEmpty() || line.length() > MAX_QUESTION ? question : line;
  }
}
