package dev.ragged.ingest;

import dev.ragged.Passage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/**
 * How a text was cut before it was edited. Cut anew, every passage after an edit could begin and
 * end elsewhere, and would be embedded again; so those that still stand in the text are kept.
 *
 * @param text as it was
 * @param ends where its passages ended; each began where the one before ended
 */
record EarlierCut(String text, List<Integer> ends) {
  static final EarlierCut NONE = new EarlierCut("", List.of());

  /** Comparing more would take longer than what it saves. */
  private static final int MAX_PIECES = 200_000;

  /** A part of a text. */
  record Span(int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** From the passages of a file, in any order. */
  static EarlierCut of(Stream<Passage> passages) {
    List<Passage> ordered = new ArrayList<>(passages.toList());
    ordered.sort((a, b) -> Integer.compare(number(a), number(b)));
    StringBuilder text = new StringBuilder();
    List<Integer> ends = new ArrayList<>();
    for (Passage passage : ordered) {
      text.append(fresh(passage));
      ends.add(text.length());
    }
    return new EarlierCut(text.toString(), List.copyOf(ends));
  }

  /** Its number in its file, which its id ends with. */
  private static int number(Passage passage) {
    String id = passage.id();
    try {
      return Integer.parseInt(id.substring(id.lastIndexOf('#') + 1));
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE; // not ours; then it stands nowhere
    }
  }

  /** What the passage before does not have. */
  private static String fresh(Passage passage) {
    byte[] bytes = passage.text().getBytes(StandardCharsets.UTF_8);
    int fresh = (int) Math.max(0, bytes.length - passage.rawTextBytes());
    return new String(bytes, fresh, bytes.length - fresh, StandardCharsets.UTF_8);
  }

  /** Where passages stand in the text as it is now, in order. */
  List<Span> standing(String now) {
    if (ends.isEmpty()) {
      return List.of();
    }
    Pieces before = Pieces.of(text);
    Pieces after = Pieces.of(now);
    if (before == null || after == null) {
      return List.of();
    }
    List<Span> standing = new ArrayList<>();
    int passage = 0;
    int same = 0;
    int sameNow = 0;
    HistogramDiff diff = new HistogramDiff();
    diff.setFallbackAlgorithm(null); // takes time with the square of what has changed
    for (Edit edit : diff.diff(PieceComparator.INSTANCE, before, after)) {
      int to = before.start(edit.getBeginA());
      passage = add(standing, passage, before.start(same), to, after.start(sameNow));
      same = edit.getEndA();
      sameNow = edit.getEndB();
    }
    add(standing, passage, before.start(same), text.length(), after.start(sameNow));
    return standing;
  }

  /**
   * Adds the passages in a part of the text before, which begins elsewhere now.
   *
   * @return the first passage that ends after the part
   */
  private int add(List<Span> standing, int passage, int from, int to, int fromNow) {
    int next = passage;
    for (; next < ends.size() && ends.get(next) <= to; next++) {
      int start = next == 0 ? 0 : ends.get(next - 1);
      if (start >= from && start < ends.get(next)) {
        standing.add(new Span(start - from + fromNow, ends.get(next) - from + fromNow));
      }
    }
    return next;
  }

  /** Whether a part of a text is too little for a passage of its own. */
  interface Tiny {
    boolean test(int from, int to);
  }

  /** Without passages beside what is left between them and is too little. */
  static List<Span> withoutGaps(List<Span> standing, int length, Tiny tiny) {
    List<Span> kept = new ArrayList<>();
    for (int i = 0; i <= standing.size(); i++) {
      Span span = i < standing.size() ? standing.get(i) : null;
      Span before = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      int from = before == null ? 0 : before.end();
      int to = span == null ? length : span.start();
      if (to > from && tiny.test(from, to)) {
        if (before != null && (span == null || before.length() <= span.length())) {
          kept.remove(before);
        } else {
          span = null;
        }
      }
      if (span != null) {
        kept.add(span);
      }
    }
    return kept;
  }

  /** A text as its lines and, in those, sentences. */
  private static final class Pieces extends Sequence {
    private final String text;
    private final int[] starts;
    private final int size;

    private Pieces(String text, int[] starts, int size) {
      this.text = text;
      this.starts = starts;
      this.size = size;
    }

    /** Null if they are too many. */
    static Pieces of(String text) {
      int[] starts = new int[Math.min(MAX_PIECES, text.length()) + 1];
      int size = 0;
      for (int i = 0; i < text.length(); i++) {
        if (i == 0 || isEnd(text.charAt(i - 1), text.charAt(i))) {
          if (size == MAX_PIECES) {
            return null;
          }
          starts[size++] = i;
        }
      }
      starts[size] = text.length();
      return new Pieces(text, starts, size);
    }

    private static boolean isEnd(char last, char next) {
      return last == '\n'
          || ".!?".indexOf(last) >= 0 && next == ' '
          || "\u3002\uff01\uff1f".indexOf(last) >= 0;
    }

    int start(int piece) {
      return starts[piece];
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static final class PieceComparator extends SequenceComparator<Pieces> {
    static final PieceComparator INSTANCE = new PieceComparator();

    @Override
    public boolean equals(Pieces a, int i, Pieces b, int j) {
      int length = a.starts[i + 1] - a.starts[i];
      return length == b.starts[j + 1] - b.starts[j]
          && a.text.regionMatches(a.starts[i], b.text, b.starts[j], length);
    }

    @Override
    public int hash(Pieces pieces, int i) {
      int hash = 0;
      for (int at = pieces.starts[i]; at < pieces.starts[i + 1]; at++) {
        hash = 31 * hash + pieces.text.charAt(at);
      }
      return hash;
    }
  }
}
