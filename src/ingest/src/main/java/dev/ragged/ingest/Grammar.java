package dev.ragged.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A programming language and what its syntax trees are made of, out of {@code grammars.properties},
 * which says what each part means.
 *
 * @param name as in metadata
 * @param condition a text has to match it where languages share a name ending; null for none
 */
record Grammar(
    String name,
    String title,
    String artifact,
    String className,
    Pattern condition,
    String separator,
    Set<String> functions,
    Set<String> types,
    Set<String> bodies,
    Set<String> wrappers,
    Set<String> values,
    Set<String> leading) {
  private static final String FILE = "grammars.properties";

  /** By name ending, those with a condition first. */
  private static final class Table {
    static final Map<String, List<Grammar>> BY_EXTENSION = read();
  }

  /** Whether there is a grammar for files whose name ends so. */
  static boolean covers(String extension) {
    return Table.BY_EXTENSION.containsKey(extension);
  }

  /** The grammar for a file, or null; of several, the last if the text matches no condition. */
  static Grammar of(String extension, String text) {
    Grammar last = null;
    for (Grammar grammar : Table.BY_EXTENSION.getOrDefault(extension, List.of())) {
      last = grammar;
      if (grammar.condition != null && grammar.condition.matcher(text).find()) {
        break;
      }
    }
    return last;
  }

  boolean declares(String type) {
    return functions.contains(type) || types.contains(type);
  }

  private static Map<String, List<Grammar>> read() {
    Properties table = new Properties();
    try (InputStream in = Grammar.class.getResourceAsStream(FILE)) {
      table.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> names = new TreeSet<>();
    for (String key : table.stringPropertyNames()) {
      names.add(key.substring(0, key.indexOf('.')));
    }
    Map<String, List<Grammar>> grammars = new HashMap<>();
    for (boolean conditional : new boolean[] {true, false}) {
      for (String name : names) {
        Grammar grammar = of(table, name);
        if (grammar.condition != null == conditional) {
          for (String extension : words(table, name, "extensions")) {
            grammars.computeIfAbsent(extension, any -> new ArrayList<>()).add(grammar);
          }
        }
      }
    }
    return grammars;
  }

  private static Grammar of(Properties table, String name) {
    String condition = value(table, name, "if");
    String like = table.getProperty(name + ".like", name);
    return new Grammar(
        like,
        value(table, name, "title"),
        "tree-sitter-" + value(table, name, "grammar"),
        "org.treesitter." + value(table, name, "class"),
        condition.isEmpty() ? null : Pattern.compile(condition),
        value(table, name, "separator").isEmpty() ? "." : value(table, name, "separator"),
        words(table, name, "functions"),
        words(table, name, "types"),
        words(table, name, "bodies"),
        words(table, name, "wrappers"),
        words(table, name, "values"),
        words(table, name, "leading"));
  }

  private static String value(Properties table, String name, String key) {
    String like = table.getProperty(name + ".like", name);
    return table.getProperty(name + "." + key, table.getProperty(like + "." + key, "")).strip();
  }

  private static Set<String> words(Properties table, String name, String key) {
    String value = value(table, name, key);
    return value.isEmpty() ? Set.of() : Set.of(value.split("\\s+"));
  }
}
