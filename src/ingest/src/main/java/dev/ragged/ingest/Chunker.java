package dev.ragged.ingest;

import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a document into passages.
 *
 * <p>Passages are slices of the text that follow each other without a gap, apart from a repeated
 * overlap at the start, so nothing is lost and every byte counts once. Tokenised alone, none has
 * more than {@code chunkTokens} tokens. They end where a heading, paragraph, line or sentence does,
 * as full as such places allow; inside a sentence only where it is longer than a passage.
 */
final class Chunker {
  /** Characters tokenised in one call: tokenizers get slower per token in long texts. */
  private static final int BLOCK = 16_384;

  /** No end before this share of a passage. */
  private static final double LEAST_FULL = 0.3;

  /** A last passage smaller than this share is balanced with the one before. */
  private static final double TINY = 0.35;

  /** Some tokenizers make one token of any word however long; text has 4 characters a token. */
  private static final int MAX_CHARACTERS_A_TOKEN = 16;

  /**
   * Nearly all tokenizers treat what white space separates apart, so a slice between spaces has the
   * same tokens alone as within the whole. After so many slices in a row for which that was so,
   * only one in {@link #SAMPLE} is still tokenised alone: it would double the cost of cutting.
   */
  private static final int TRUST = 32;

  private static final int SAMPLE = 16;

  private final Tokenizer tokenizer;
  private final int size;
  private final int overlap;

  /** Slices in a row that had as many tokens alone as within the whole. */
  private int trust;

  Chunker(Tokenizer tokenizer, int size, int overlap) {
    this.tokenizer = tokenizer;
    this.size = size;
    this.overlap = overlap;
  }

  /** The passages of a document, in order; none for a text that is only white space. */
  List<Slice> cut(Document document) {
    String text = document.text();
    if (text.isBlank()) {
      return List.of();
    }
    return new Cutting(text, tokenEnds(text), new Boundaries(document)).passages();
  }

  private int[] tokenEnds(String text) {
    int[] ends = new int[text.length() / 4 + 16];
    int count = 0;
    for (int from = 0; from < text.length(); ) {
      int to = blockEnd(text, from);
      int[] block = tokenizer.tokenEnds(text.substring(from, to));
      if (count + block.length + 1 > ends.length) {
        ends = Arrays.copyOf(ends, Math.max(ends.length * 2, count + block.length + 1));
      }
      for (int end : block) {
        // A token that the tokenizer finds no text for must not go back.
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

  /** Ends a block after white space, if there is some, so that no word is torn. */
  private static int blockEnd(String text, int from) {
    if (text.length() - from <= BLOCK) {
      return text.length();
    }
    for (int i = from + BLOCK; i > from + BLOCK / 2; i--) {
      if (Character.isWhitespace(text.charAt(i - 1)) && !Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return wholeCharacters(text, from + BLOCK);
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

    /** After the last character that is not white space. */
    private final int visibleEnd;

    Cutting(String text, int[] ends, Boundaries boundaries) {
      this.text = text;
      this.ends = ends;
      this.boundaries = boundaries;
      this.visibleEnd = text.stripTrailing().length();
    }

    List<Slice> passages() {
      List<Slice> passages = new ArrayList<>();
      int start = 0;
      int fresh = 0;
      while (fresh < text.length()) {
        int end = end(start, fresh, size);
        for (int limit = size; ; ) {
          int excess = tokens(start, end) - size;
          if (excess <= 0) {
            break;
          }
          // Torn words may have more tokens than they had as part of the whole.
          limit -= excess;
          if (limit < size / 2) {
            start = fresh;
            limit = Math.max(1, limit);
          }
          end = shorter(start, fresh, end, limit);
        }
        if (end >= visibleEnd) {
          end = text.length();
        }
        passages.add(new Slice(start, fresh, end));
        fresh = end;
        start = end < text.length() ? overlapStart(start, end) : end;
      }
      return passages;
    }

    /** Tokens of a slice, tokenised alone. */
    private int tokens(int start, int end) {
      int within = tokensUpTo(end) - tokensUpTo(start);
      boolean apart = besideSpace(start) && besideSpace(end);
      if (apart && trust >= TRUST && trust++ % SAMPLE != 0) {
        return within;
      }
      int alone = tokenizer.tokenEnds(text.substring(start, end)).length;
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
      // The estimate may be no help, as inside one huge word; halving always is.
      return shorter < end
          ? shorter
          : visible(fresh, Math.max(oneMore(fresh), wholeCharacters(text, (fresh + end) / 2)));
    }

    private int oneMore(int offset) {
      return offset + Character.charCount(text.codePointAt(offset));
    }

    /** Where the passage from {@code start} ends, after {@code fresh}, within so many tokens. */
    private int end(int start, int fresh, int limit) {
      int first = tokensUpTo(start);
      int rest = ends.length - first;
      int farthest = start + limit * MAX_CHARACTERS_A_TOKEN;
      if (rest <= limit && visibleEnd <= farthest) {
        return text.length();
      }
      int target = target(rest, limit);
      int least = Math.max(tokensUpTo(fresh), first + (int) (target * LEAST_FULL));
      int best = -1;
      double bestWorth = Double.NEGATIVE_INFINITY;
      for (int token = Math.min(first + limit, ends.length) - 1; token >= least; token--) {
        int cut = boundaries.cut(ends[token]);
        if (cut <= fresh || cut > farthest) {
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

    /** How many tokens to aim at: all that fit, or less where a tiny rest would be left. */
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

    /** A passage of white space alone takes the next character too. */
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
      if (last == 0 || !text.substring(ends[last - 1], end).isBlank()) {
        // The end tears a word; how many tokens its part has alone is not known.
        return end;
      }
      int best = end;
      double bestWorth = 0;
      for (int token = Math.max(last - overlap, 1); token < last; token++) {
        int cut = boundaries.cut(ends[token - 1]);
        if (cut <= start || cut >= end || end - cut > overlap * MAX_CHARACTERS_A_TOKEN) {
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
