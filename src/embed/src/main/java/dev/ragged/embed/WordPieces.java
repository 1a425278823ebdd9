package dev.ragged.embed;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A vocabulary of words and pieces of words. A word that it lacks is cut into the longest pieces
 * that it has, from the front; a word that cannot be cut is unknown as a whole.
 */
final class WordPieces {
  private final Map<String, Integer> firsts;
  private final Map<String, Integer> others = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final int unknown;
  private final int maxCharacters;
  private final int longest;

  /**
   * A vocabulary.
   *
   * @param ids of all words and pieces
   * @param prefix what pieces begin with that do not begin a word
   * @param unknown the id for words that it cannot cut
   * @param maxCharacters longer words are unknown
   */
  WordPieces(Map<String, Integer> ids, String prefix, int unknown, int maxCharacters) {
    this.firsts = ids;
    this.unknown = unknown;
    this.maxCharacters = maxCharacters;
    int longest = 0;
    for (Map.Entry<String, Integer> piece : ids.entrySet()) {
      String name = piece.getKey();
      names.put(piece.getValue(), name);
      longest = Math.max(longest, name.length());
      if (name.startsWith(prefix)) {
        others.put(name.substring(prefix.length()), piece.getValue());
      }
    }
    this.longest = longest;
  }

  /** Ids and where in the text each of them ends. */
  static final class Pieces {
    int[] ids = new int[64];
    int[] ends = new int[64];
    int length;

    void add(int id, int end) {
      if (length == ids.length) {
        ids = Arrays.copyOf(ids, 2 * length);
        ends = Arrays.copyOf(ends, 2 * length);
      }
      ids[length] = id;
      ends[length] = end;
      length++;
    }
  }

  /** How a piece is spelled. */
  String name(int id) {
    return names.get(id);
  }

  /**
   * Cuts a word.
   *
   * @param points its characters, from {@code from} until before {@code to}
   * @param ends where each of them ends in the text
   */
  void cut(int[] points, int[] ends, int from, int to, Pieces pieces) {
    int before = pieces.length;
    if (to - from <= maxCharacters) {
      String word = new String(points, from, to - from);
      int character = from;
      int start = 0;
      while (start < word.length()) {
        Map<String, Integer> known = start == 0 ? firsts : others;
        Integer id = null;
        int end = Math.min(word.length(), start + longest) + 1;
        while (id == null && --end > start) {
          id = known.get(word.substring(start, end));
        }
        if (id == null) {
          break;
        }
        character += word.codePointCount(start, end);
        pieces.add(id, ends[character - 1]);
        start = end;
      }
      if (start == word.length()) {
        return;
      }
    }
    pieces.length = before;
    pieces.add(unknown, ends[to - 1]);
  }
}
