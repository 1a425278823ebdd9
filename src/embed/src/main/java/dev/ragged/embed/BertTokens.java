package dev.ragged.embed;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tokenizer of BERT's family, to which the bundled model belongs: the same ids as the original
 * in Hugging Face's tokenizers, which reads the text in a native library. A library of 19 MB that
 * can be loaded by one class loader only, and not on every machine, is thereby not needed.
 */
final class BertTokens extends ModelTokens {
  private final BertNormalizer normalizer;
  private final WordPieces vocabulary;
  private final Map<String, Integer> added;
  private final Pattern addedInText;
  private final long[] before;
  private final long[] after;

  /**
   * A tokenizer.
   *
   * @param added tokens that are found in the text as it is, such as {@code [SEP]}
   */
  BertTokens(
      BertNormalizer normalizer,
      WordPieces vocabulary,
      Map<String, Integer> added,
      long[] before,
      long[] after) {
    this.normalizer = normalizer;
    this.vocabulary = vocabulary;
    this.added = Map.copyOf(added);
    this.addedInText =
        Pattern.compile(
            added.isEmpty()
                ? "(?!)" // nowhere
                : added.keySet().stream()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|")));
    this.before = before;
    this.after = after;
  }

  @Override
  long[] before() {
    return before;
  }

  @Override
  long[] after() {
    return after;
  }

  @Override
  Encoded encode(String wellFormed) {
    WordPieces.Pieces pieces = new WordPieces.Pieces();
    int from = 0;
    Matcher matcher = addedInText.matcher(wellFormed);
    while (matcher.find()) {
      MatchResult found = matcher.toMatchResult();
      cut(wellFormed, from, found.start(), pieces);
      pieces.add(added.get(found.group()), found.end());
      from = found.end();
    }
    cut(wellFormed, from, wellFormed.length(), pieces);
    long[] ids = new long[pieces.length];
    int[] ends = new int[pieces.length];
    String[] names = new String[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      ids[i] = pieces.ids[i];
      names[i] = vocabulary.name(pieces.ids[i]);
      ends[i] = pieces.ends[i];
    }
    return new Encoded(ids, names, ends);
  }

  private void cut(String text, int from, int to, WordPieces.Pieces pieces) {
    BertCharacters characters = BertCharacters.table();
    BertNormalizer.Normalized normalized = normalizer.normalize(text, from, to);
    int start = 0;
    for (int i = 0; i < normalized.length; i++) {
      int c = normalized.points[i];
      if (characters.is(c, BertCharacters.SEPARATOR | BertCharacters.PUNCTUATION)) {
        cutWord(normalized, start, i, pieces);
        if (characters.is(c, BertCharacters.PUNCTUATION)) {
          cutWord(normalized, i, i + 1, pieces);
        }
        start = i + 1;
      }
    }
    cutWord(normalized, start, normalized.length, pieces);
  }

  private void cutWord(BertNormalizer.Normalized text, int from, int to, WordPieces.Pieces pieces) {
    if (from < to) {
      vocabulary.cut(text.points, text.ends, from, to, pieces);
    }
  }

  @Override
  public void close() {}
}
