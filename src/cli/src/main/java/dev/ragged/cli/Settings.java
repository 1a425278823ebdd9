package dev.ragged.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ragged.cli.SettingKey.Shape;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What settings are set to: by a flag, else a {@code RAGGED_*} variable, else {@code config.yaml}
 * in the data directory, else the default. picocli asks for what the command line leaves out.
 */
final class Settings implements IDefaultValueProvider {

  /** The name of the file in the data directory. */
  static final String FILE = "config.yaml";

  /** Who has set a value. */
  enum Source {
    FLAG,
    VARIABLE,
    FILE,
    DEFAULT
  }

  /**
   * What a setting is set to.
   *
   * @param value a string, a list of them or a map of them, or null if there is none
   * @param from for people: the flag, the variable, the file or "default"
   */
  record Value(Object value, Source source, String from) {
    String text() {
      return (String) value;
    }

    @SuppressWarnings("unchecked")
    List<String> words() {
      return (List<String>) value;
    }

    /** Empty if there is none. */
    @SuppressWarnings("unchecked")
    Map<String, String> map() {
      return value == null ? Map.of() : (Map<String, String>) value;
    }
  }

  private final RaggedCommand ragged;
  private final Map<String, String> env;
  private Map<SettingKey, Object> file;

  Settings(RaggedCommand ragged, Map<String, String> env) {
    this.ragged = ragged;
    this.env = env;
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    Optional<SettingKey> key = key(arg);
    if (key.isEmpty()) {
      return null;
    }
    Value value = unflagged(key.get(), arg.command());
    return value.source() == Source.DEFAULT && key.get().byDefault().computed()
        ? null
        : value.text();
  }

  /** Who set the value that an option has without a flag, if anybody. */
  Optional<String> origin(ArgSpec arg) {
    return key(arg)
        .map(key -> unflagged(key, arg.command()))
        .filter(value -> value.source() != Source.DEFAULT)
        .map(Value::from);
  }

  /** What a setting is set to, the command line included. */
  Value value(SettingKey key) {
    Optional<Value> flag = flag(key);
    return flag.isPresent() ? flag.get() : unflagged(key, ragged.spec);
  }

  /**
   * A folder or file; one that the file names is sought from the data directory.
   *
   * @return null if nothing is set
   */
  Path path(SettingKey key) {
    Value value = value(key);
    if (value.source() == Source.DEFAULT) {
      return null;
    }
    String text = value.text();
    if (text.equals("~") || text.startsWith("~/")) {
      return RaggedCommand.home(env).resolve(text.substring(Math.min(2, text.length())));
    }
    Path path = Path.of(text);
    return value.source() == Source.FILE ? ragged.dataDir().resolve(path) : path.toAbsolutePath();
  }

  /** The wrong value of a setting as wrong usage; does not show the value. */
  ParameterException wrong(SettingKey key, String sentence) {
    return new ParameterException(
        ragged.spec.commandLine(), sentence + " (set by " + value(key).from() + ")");
  }

  private Optional<Value> flag(SettingKey key) {
    if (key.flag() == null) {
      return Optional.empty();
    }
    for (ParseResult part = ragged.spec.commandLine().getParseResult();
        part != null;
        part = part.hasSubcommand() ? part.subcommand() : null) {
      OptionSpec option = part.matchedOption(key.flag());
      if (option != null) {
        Object value = option.getValue();
        String text =
            value instanceof Enum<?> choice
                ? choice.name().toLowerCase(Locale.ROOT)
                : String.valueOf(value);
        return Optional.of(new Value(text, Source.FLAG, key.flag()));
      }
    }
    return Optional.empty();
  }

  private Value unflagged(SettingKey key, CommandSpec command) {
    String variable = key.variable() == null ? null : env.get(key.variable());
    if (variable != null && !variable.isEmpty()) {
      Object value = key.shape() == Shape.WORDS ? words(variable) : variable;
      return new Value(value, Source.VARIABLE, key.variable());
    }
    if (key == SettingKey.DATA_DIR) {
      // The file lies in the data directory, so it cannot say where that is.
      return new Value(RaggedCommand.defaultDataDir(env).toString(), Source.DEFAULT, "default");
    }
    Object value = file(command).get(key);
    if (value != null) {
      return new Value(value, Source.FILE, ragged.dataDir().resolve(FILE).toString());
    }
    return new Value(key.byDefault().text(), Source.DEFAULT, "default");
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private Map<SettingKey, Object> file(CommandSpec command) {
    if (file == null) {
      // Set first: an error message renders the defaults, which must not fail again.
      file = Map.of();
      file = new Reader(ragged.dataDir().resolve(FILE), command.commandLine()).read();
    }
    return file;
  }

  private static Optional<SettingKey> key(ArgSpec arg) {
    return arg instanceof OptionSpec option && option.userObject() instanceof Field field
        ? Optional.ofNullable(field.getAnnotation(Setting.class)).map(Setting::value)
        : Optional.empty();
  }

  /** Reads one file. No message repeats a value: it may be a secret. */
  private record Reader(Path path, CommandLine commandLine) {

    Map<SettingKey, Object> read() {
      String text;
      try {
        text = Files.readString(path, StandardCharsets.UTF_8);
      } catch (NoSuchFileException e) {
        return Map.of();
      } catch (IOException e) {
        throw wrong("Cannot read " + path + ": " + e.getMessage());
      }
      JsonNode root;
      try {
        root =
            YAMLMapper.builder(
                    YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build()
                .readTree(text);
      } catch (JsonProcessingException e) {
        // Not as the cause: its message quotes the line.
        throw wrong(
            path
                + " is no valid YAML"
                + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr())
                + "; write one 'key: value' a line");
      }
      Map<SettingKey, Object> values = new EnumMap<>(SettingKey.class);
      if (root == null || root.isMissingNode() || root.isNull()) {
        return values;
      }
      if (!root.isObject()) {
        throw wrong(path + " is no list of settings; write one 'key: value' a line");
      }
      section("", root, values);
      return values;
    }

    /**
     * @param prefix empty, or the section's name with a dot behind it
     */
    private void section(String prefix, JsonNode section, Map<SettingKey, Object> values) {
      for (Map.Entry<String, JsonNode> entry : section.properties()) {
        String name = prefix + entry.getKey();
        JsonNode node = entry.getValue();
        Optional<SettingKey> key = SettingKey.at(name);
        if (key.isPresent() && entry.getKey().indexOf('.') < 0) {
          values.put(key.get(), value(key.get(), node));
        } else if (key.isPresent()) {
          int dot = name.indexOf('.');
          throw wrong(
              "Setting '"
                  + name
                  + "' in "
                  + path
                  + " belongs in a section: '"
                  + name.substring(0, dot)
                  + ":', and indented below it '"
                  + name.substring(dot + 1)
                  + ": ...'");
        } else if (prefix.isEmpty() && names("").contains(name)) {
          if (node.isObject()) {
            section(name + ".", node, values);
          } else if (!node.isNull()) {
            throw wrong(
                "'"
                    + name
                    + "' in "
                    + path
                    + " is a section; write its settings below it, each indented");
          }
        } else {
          throw wrong(
              "Unknown setting '"
                  + name
                  + "' in "
                  + path
                  + "; "
                  + (prefix.isEmpty() ? "there are " : "this section has ")
                  + String.join(", ", names(prefix)));
        }
      }
    }

    /** The names of settings, and of sections, right below a section. */
    private static TreeSet<String> names(String prefix) {
      TreeSet<String> names = new TreeSet<>();
      Stream.of(SettingKey.values())
          .filter(setting -> setting.key() != null && setting.key().startsWith(prefix))
          .forEach(setting -> names.add(setting.key().substring(prefix.length()).split("\\.")[0]));
      return names;
    }

    private Object value(SettingKey key, JsonNode node) {
      return switch (key.shape()) {
        case SINGLE -> single(key.key(), node);
        case WORDS -> {
          List<String> words = new ArrayList<>();
          if (node.isArray()) {
            node.forEach(word -> words.add(single(key.key(), word)));
          } else {
            words.addAll(words(single(key.key(), node)));
          }
          if (words.isEmpty() || words.get(0).isBlank()) {
            throw wrong("Setting '" + key.key() + "' in " + path + " is empty");
          }
          yield List.copyOf(words);
        }
        case MAP -> {
          if (!node.isObject()) {
            throw wrong(
                "Setting '"
                    + key.key()
                    + "' in "
                    + path
                    + " is a section; write one 'name: value' a line below it, each indented");
          }
          Map<String, String> map = new LinkedHashMap<>();
          node.properties()
              .forEach(
                  entry ->
                      map.put(
                          entry.getKey(),
                          single(key.key() + "." + entry.getKey(), entry.getValue())));
          yield map;
        }
      };
    }

    private String single(String name, JsonNode node) {
      if (!node.isValueNode() || node.isNull()) {
        throw wrong("Setting '" + name + "' in " + path + " needs a single value");
      }
      return node.asText();
    }

    private ParameterException wrong(String sentence) {
      return new ParameterException(commandLine, sentence + ".");
    }
  }
}
