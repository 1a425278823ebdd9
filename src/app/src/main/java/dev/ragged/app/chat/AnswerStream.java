package dev.ragged.app.chat;

/**
 * Hands on an answer as it comes in, with each sentence's check right behind it. What follows the
 * last letter is held back, since it may be the end of a sentence or a citation.
 */
final class AnswerStream {
  private final AnswerChecks checks;
  private final AskListener listener;
  private final StringBuilder text = new StringBuilder();
  private int shown;
  private int checked;
  private int begin;

  AnswerStream(AnswerChecks checks, AskListener listener) {
    this.checks = checks;
    this.listener = listener;
  }

  void piece(String piece) {
    text.append(piece);
    int end = text.length();
    while (end > shown && !Character.isLetter(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    if (end > shown) {
      // The last letter begins the next sentence, or goes on with this one.
      show(end, end - Character.charCount(text.codePointBefore(end)));
    }
  }

  /** Nothing more comes. */
  void end() {
    show(text.length(), text.length());
  }

  private void show(int end, int certain) {
    String rest = text.substring(begin);
    for (Sentences.Range range : Sentences.of(rest)) {
      int from = begin + range.start();
      int to = begin + range.end();
      if (to <= certain && to > checked) {
        text(to);
        checked = to;
        listener.sentence(checks.check(text.toString(), new Sentences.Range(from, to)));
      }
    }
    text(end);
    begin = lastLine(end);
  }

  /** A line end is always an end of a sentence: nothing before it is looked at again. */
  private int lastLine(int end) {
    int newline = text.lastIndexOf("\n", end - 1);
    return newline < 0 || newline >= shown ? begin : Math.max(begin, newline + 1);
  }

  private void text(int end) {
    if (end > shown) {
      listener.text(text.substring(shown, end));
      shown = end;
    }
  }
}
