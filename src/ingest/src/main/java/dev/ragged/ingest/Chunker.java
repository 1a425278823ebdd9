package dev.ragged.ingest;

import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Cuts a document into passages.
 *
 * <p>Passages are consecutive slices of the text without gaps, each with a repeated overlap at the
 * start, so nothing is lost and every byte counts once. Tokenised on its own, none has more than
 * {@code chunkTokens} tokens. They end at a heading, paragraph, line or sentence, as full as such
 * places allow; inside a sentence only if that is longer than a passage.
 */
final class Chunker {
  /** The minimum share of a passage that must be filled before it may end. */
  private static final double MIN_FILL = 0.3;

  /** A last passage below this share is balanced with the previous one. */
  private static final double TINY = 0.35;

  /**
   * Some tokenizers make one token of any word, however long; text has about 4 characters per
   * token.
   */
  private static final int MAX_CHARACTERS_PER_TOKEN = 16;

  /**
   * Nearly all tokenizers treat words between white space separately, so a slice between spaces has
   * the same tokens on its own as within the whole text. After this many slices in a row that did,
   * only one in {@link #SAMPLE} is still tokenised on its own, which would otherwise double the
   * cost.
   */
  private static final int TRUSTED_AFTER = 32;

  private static final int SAMPLE = 16;

  private final Tokenizer tokenizer;
  private final int size;
  private final int overlap;

  /** Slices in a row that had as many tokens on their own as within the whole text. */
  private int trust;

  Chunker(Tokenizer tokenizer, int size, int overlap) {
    this.tokenizer = tokenizer;
    this.size = size;
    this.overlap = overlap;
  }

  /**
   * The passages of a document, in order; none if the text is blank.
   *
   * @throws CancellationException if the thread is interrupted
   */
  List<Slice> cut(Document document) {
    return cut(document, EarlierCut.NONE);
  }

  /** The same, but passages that still stand in the text may be short of what would fit now. */
  List<Slice> cut(Document document, EarlierCut earlier) {
    List<Section> sections = document.sections();
    if (sections.isEmpty()) {
      List<EarlierCut.Span> standing = earlier.standing(document.text());
      return cut(document, 0, document.text().length(), null, standing);
    }
    if (sections.get(0).level() != Section.FLAT) {
      return new Outline(document, tokenEnds(document.text()), size, cutter(document)).slices();
    }
    List<Slice> slices =
        new ArrayList<>(cut(document, 0, sections.get(0).start(), null, List.of()));
    for (int i = 0; i < sections.size(); i++) {
      int end = i + 1 < sections.size() ? sections.get(i + 1).start() : document.text().length();
      Section section = sections.get(i);
      slices.addAll(cut(document, section.start(), end, withShortHead(section), List.of()));
    }
    return slices;
  }

  private Outline.Cutter cutter(Document document) {
    return new Outline.Cutter() {
      @Override
      public int tokens(String text) {
        return tokenEnds(text).length;
      }

      @Override
      public List<Slice> cut(int from, int to, Section section) {
        return Chunker.this.cut(document, from, to, withShortHead(section), List.of());
      }
    };
  }

  private List<Slice> cut(
      Document document, int from, int to, Section section, List<EarlierCut.Span> standing) {
    String text = document.text().substring(from, to);
    if (text.isBlank()) {
      return List.of();
    }
    int head = section == null ? 0 : tokenEnds(section.head()).length;
    Boundaries boundaries = new Boundaries(document, from, to);
    return new Cutting(text, tokenEnds(text), boundaries, size - head)
        .passages(standing).stream()
            .map(s -> new Slice(from + s.start(), from + s.fresh(), from + s.end(), section))
            .toList();
  }

  /** A head that would fill more than half of each passage is cut. */
  private Section withShortHead(Section section) {
    int[] ends = tokenEnds(section.head());
    if (ends.length <= size / 2) {
      return section;
    }
    String head = section.head().substring(0, ends[size / 2 - 1]).stripTrailing() + "\n";
    return section.withHead(head);
  }

  private int[] tokenEnds(String text) {
    int[] ends = new int[text.length() / 4 + 16];
    int count = 0;
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      int[] block = tokenise(text.substring(from, to));
      if (count + block.length + 1 > ends.length) {
        ends = Arrays.copyOf(ends, Math.max(ends.length * 2, count + block.length + 1));
      }
      for (int end : block) {
        // A token without text must not move backwards.
        int absolute = from + end;
        if (absolute > (count == 0 ? 0 : ends[count - 1])) {
          ends[count++] = absolute;
        } else {
          ends[count] = count == 0 ? 0 : ends[count - 1];
          count++;
        }
      }
      from = to;
    }
    return Arrays.copyOf(ends, count);
  }

  /** Stops in time if asked to, since the tokenizer may be closed after that. */
  private int[] tokenise(String text) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
    return tokenizer.tokenEnds(text);
  }

  private static int wholeCharacters(String text, int offset) {
    return offset > 0
            && offset < text.length()
            && Character.isLowSurrogate(text.charAt(offset))
            && Character.isHighSurrogate(text.charAt(offset - 1))
        ? offset - 1
        : offset;
  }

  /** The state of cutting one text. */
  private final class Cutting {
    private final String text;
    private final int[] ends;
    private final Boundaries boundaries;
    private final int size;

    /** Where a passage must end at the latest. */
    private int stop;

    /** The offset after the last character before that which is not white space. */
    private int visibleEnd;

    Cutting(String text, int[] ends, Boundaries boundaries, int size) {
      this.text = text;
      this.ends = ends;
      this.boundaries = boundaries;
      this.size = size;
    }

    private void stopAt(int offset) {
      stop = offset;
      visibleEnd = offset;
      while (visibleEnd > 0 && Character.isWhitespace(text.charAt(visibleEnd - 1))) {
        visibleEnd--;
      }
    }

    /**
     * @param standing passages that are to stay, in order
     */
    List<Slice> passages(List<EarlierCut.Span> standing) {
      List<EarlierCut.Span> kept =
          EarlierCut.withoutGaps(
              standing,
              text.length(),
              (from, to) -> tokensUpTo(to) - tokensUpTo(from) < size * MIN_FILL);
      List<Slice> passages = new ArrayList<>();
      int start = 0;
      int fresh = 0;
      int next = 0;
      while (fresh < text.length()) {
        while (next < kept.size() && kept.get(next).start() < fresh) {
          next++;
        }
        if (next == kept.size()) {
          stopAt(text.length());
        } else if (kept.get(next).start() > fresh) {
          stopAt(kept.get(next).start());
        } else {
          stopAt(kept.get(next).end());
          if (tokens(start, stop) > size) {
            start = fresh; // what is repeated now is longer
          }
        }
        int end = end(start, fresh, size);
        for (int limit = size; ; ) {
          int excess = tokens(start, end) - size;
          if (excess <= 0) {
            break;
          }
          // Split words may have more tokens than within the whole text.
          limit -= excess;
          if (limit < size / 2) {
            start = fresh;
            limit = Math.max(1, limit);
          }
          end = shorter(start, fresh, end, limit);
        }
        if (end >= visibleEnd && end < stop) {
          end = stop;
        }
        passages.add(new Slice(start, fresh, end, null));
        fresh = end;
        start = end < text.length() ? overlapStart(start, end) : end;
      }
      return passages;
    }

    /** The number of tokens of a slice on its own. */
    private int tokens(int start, int end) {
      int within = tokensUpTo(end) - tokensUpTo(start);
      boolean apart = besideSpace(start) && besideSpace(end);
      if (apart && trust >= TRUSTED_AFTER && trust++ % SAMPLE != 0) {
        return within;
      }
      int alone = tokenise(text.substring(start, end)).length;
      if (apart) {
        trust = alone == within ? trust + 1 : 0;
      }
      return alone;
    }

    private boolean besideSpace(int offset) {
      return offset == 0
          || offset == text.length()
          || Character.isWhitespace(text.charAt(offset - 1))
          || Character.isWhitespace(text.charAt(offset));
    }

    private int shorter(int start, int fresh, int end, int limit) {
      int shorter = end(start, fresh, limit);
      // The estimate may not help, as inside one huge word; halving always does.
      return shorter < end
          ? shorter
          : visible(fresh, Math.max(oneMore(fresh), wholeCharacters(text, (fresh + end) / 2)));
    }

    private int oneMore(int offset) {
      return offset + Character.charCount(text.codePointAt(offset));
    }

    /**
     * Where the passage from {@code start} ends: after {@code fresh}, within {@code limit} tokens.
     */
    private int end(int start, int fresh, int limit) {
      int first = tokensUpTo(start);
      int rest = tokensUpTo(stop) - first;
      int farthest = start + limit * MAX_CHARACTERS_PER_TOKEN;
      if (rest <= limit && visibleEnd <= farthest) {
        return stop;
      }
      int target = target(rest, limit);
      double minFill = boundaries.areRows() ? 0 : MIN_FILL;
      int minToken = Math.max(tokensUpTo(fresh), first + (int) (target * minFill));
      int best = -1;
      double bestWorth = Double.NEGATIVE_INFINITY;
      for (int token = first + Math.min(limit, rest) - 1; token >= minToken; token--) {
        int cut = boundaries.cut(ends[token]);
        if (cut <= fresh || cut > farthest || cut > stop) {
          continue;
        }
        double full = (token + 1.0 - first) / target;
        double worth = boundaries.at(ends[token]).worth - Math.abs(1 - full);
        if (worth > bestWorth && !text.substring(fresh, cut).isBlank()) {
          bestWorth = worth;
          best = cut;
        }
        if (full < 1 && bestWorth > Boundary.HEADING.worth - Math.abs(1 - full)) {
          break;
        }
      }
      return best >= 0 ? best : hardEnd(fresh, Math.min(farthest, endOf(first + limit)));
    }

    /** The number of tokens to aim for: all that fit, or fewer if only a tiny rest would remain. */
    private int target(int rest, int limit) {
      int left = rest - (limit - overlap);
      if (rest > limit && left < limit * TINY) {
        return Math.min(limit, (rest + overlap) / 2 + 1);
      }
      return limit;
    }

    private int hardEnd(int fresh, int end) {
      int whole = wholeCharacters(text, Math.max(end, fresh));
      if (whole <= fresh) {
        whole = oneMore(fresh);
      }
      return visible(fresh, whole);
    }

    /** Extends a passage of only white space by the next character. */
    private int visible(int fresh, int end) {
      int i = fresh;
      while (i < end && Character.isWhitespace(text.charAt(i))) {
        i++;
      }
      if (i < end) {
        return end;
      }
      while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
        i++;
      }
      return i < text.length() ? oneMore(i) : i;
    }

    private int endOf(int token) {
      return token <= 0 ? 0 : token > ends.length ? text.length() : ends[token - 1];
    }

    /** The number of tokens that end at or before an offset. */
    private int tokensUpTo(int offset) {
      int low = 0;
      int high = ends.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (ends[middle] <= offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Where the next passage begins: at a line, sentence or word within the overlap. */
    private int overlapStart(int start, int end) {
      int last = tokensUpTo(end);
      if (boundaries.areRows() || last == 0 || !text.substring(ends[last - 1], end).isBlank()) {
        // The end splits a word, and the number of tokens of its part is unknown.
        return end;
      }
      int best = end;
      double bestWorth = 0;
      for (int token = Math.max(last - overlap, 1); token < last; token++) {
        int cut = boundaries.cut(ends[token - 1]);
        if (cut <= start || cut >= end || end - cut > overlap * MAX_CHARACTERS_PER_TOKEN) {
          continue;
        }
        Boundary boundary = boundaries.at(ends[token - 1]);
        if (boundary == Boundary.NONE) {
          continue;
        }
        double worth = (double) (last - token) / overlap + (boundary == Boundary.WORD ? 0 : 0.5);
        if (worth > bestWorth) {
          bestWorth = worth;
          best = cut;
        }
      }
      return best;
    }
  }
}
