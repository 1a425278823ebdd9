package dev.ragged.embed;

import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import dev.ragged.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The tokens of a model, whose texts are never truncated and never padded. */
abstract class ModelTokens implements Tokenizer, AutoCloseable {
  /** What vocabularies call a word that they lack; those of bytes lack none. */
  private static final Set<String> UNKNOWN = Set.of("[UNK]", "<unk>");

  /** What vocabularies put before the first or the other pieces of a word. */
  private static final Pattern WORD_MARK = Pattern.compile("^(##|\u2581|\u0120)");

  /**
   * The tokens of a text, special tokens apart.
   *
   * @param ids in the model's vocabulary
   * @param names as the vocabulary spells them
   * @param ends where each ends in the text, in UTF-16 units, ascending
   */
  record Encoded(long[] ids, String[] names, int[] ends) {}

  /**
   * Loads a tokenizer: ours for the family of BERT, else the original.
   *
   * @throws RaggedException if it cannot be loaded
   */
  static ModelTokens load(ModelFiles files) {
    try {
      Optional<BertTokens> bert;
      try (InputStream stream = files.tokenizer()) {
        bert = BertTokenizerFile.read(stream);
      }
      return bert.isPresent() ? bert.get() : HuggingFaceTokens.load(files);
    } catch (IOException e) {
      throw new RaggedException(
          "The model's tokenizer cannot be loaded: " + e.getMessage() + ".", e);
    }
  }

  /** Special tokens before every text. */
  abstract long[] before();

  /** Special tokens after every text. */
  abstract long[] after();

  /** The tokens of a text without lone surrogates. */
  abstract Encoded encode(String wellFormed);

  @Override
  public abstract void close();

  /** The ids of a text's tokens, without special tokens. */
  final long[] ids(String text) {
    List<long[]> blocks = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      blocks.add(tokens(text.substring(from, to)).ids());
      from = to;
    }
    return blocks.stream().flatMapToLong(Arrays::stream).toArray();
  }

  /** The tokens of a text with the characters that each stands for, which no two share. */
  final List<Reading.Piece> pieces(String text) {
    List<Reading.Piece> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      String block = text.substring(from, to);
      Encoded encoded = tokens(block);
      int start = 0;
      for (int i = 0; i < encoded.ids().length; i++) {
        String name = encoded.names()[i];
        // Vocabularies of bytes give several tokens to one character.
        int end = Math.max(start, encoded.ends()[i]);
        String letters = block.substring(start, end).strip();
        boolean whole =
            spelled(name, letters)
                && (end - letters.length() == 0
                    || !isOfWord(block.codePointBefore(end - letters.length())))
                && (end == block.length() || !isOfWord(block.codePointAt(end)));
        pieces.add(new Reading.Piece(letters, !UNKNOWN.contains(name), whole));
        start = end;
      }
      from = to;
    }
    return pieces;
  }

  @Override
  public final int[] tokenEnds(String text) {
    return tokens(text).ends();
  }

  private Encoded tokens(String text) {
    // A lone surrogate is no character. Offsets stay the same.
    return encode(Utf8.wellFormed(text));
  }

  /** Whether a token is these letters, its vocabulary's marks of words and their middles apart. */
  private static boolean spelled(String token, String letters) {
    return WORD_MARK.matcher(token).replaceFirst("").equalsIgnoreCase(letters);
  }

  /** Whether it is a letter, or a mark such as the vowels of Indian scripts. */
  private static boolean isOfWord(int character) {
    int type = Character.getType(character);
    return Character.isLetter(character)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
