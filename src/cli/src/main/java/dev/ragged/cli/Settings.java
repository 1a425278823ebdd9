package dev.ragged.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values of options that the command line leaves out: a {@code RAGGED_*} variable, else {@code
 * config.yaml} in the data directory, else the option's own default. picocli asks once an option
 * was not given, so flags come first by themselves.
 */
final class Settings implements IDefaultValueProvider {

  /** The name of the file in the data directory. */
  static final String FILE = "config.yaml";

  private final RaggedCommand ragged;
  private final Map<String, String> env;
  private final Map<ArgSpec, String> origins = new HashMap<>();
  private Map<String, String> file;

  Settings(RaggedCommand ragged, Map<String, String> env) {
    this.ragged = ragged;
    this.env = env;
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    Optional<String> key = key(arg);
    if (key.isEmpty()) {
      return null;
    }
    String variable = "RAGGED_" + key.get().toUpperCase(Locale.ROOT);
    String value = env.get(variable);
    if (value != null && !value.isEmpty()) {
      origins.put(arg.root(), variable);
      return value;
    }
    if (key.get().equals("data_dir")) {
      // The file lies in the data directory, so it cannot say where that is.
      return RaggedCommand.defaultDataDir(env).toString();
    }
    value = file(arg.command()).get(key.get());
    if (value != null) {
      origins.put(arg.root(), ragged.dataDir().resolve(FILE).toString());
    }
    return value;
  }

  /** Where the value of an option comes from, if not from the command line. */
  Optional<String> origin(ArgSpec arg) {
    return Optional.ofNullable(origins.get(arg.root()));
  }

  private Map<String, String> file(CommandSpec command) {
    if (file == null) {
      // Set first: an error message renders the defaults, which must not fail again.
      file = Map.of();
      file = read(command, ragged.dataDir().resolve(FILE));
    }
    return file;
  }

  private static Map<String, String> read(CommandSpec command, Path path) {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "Cannot read " + path + ": " + e.getMessage() + ".", e);
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
      throw new CommandLine.ParameterException(
          command.commandLine(),
          path
              + " is no valid YAML"
              + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr())
              + "; write one 'key: value' a line.",
          e);
    }
    if (root == null || root.isMissingNode() || root.isNull()) {
      return Map.of();
    }
    if (!root.isObject()) {
      throw new CommandLine.ParameterException(
          command.commandLine(), path + " is no list of settings; write one 'key: value' a line.");
    }
    TreeSet<String> known = keys(command.root());
    known.remove("data_dir");
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new CommandLine.ParameterException(
            command.commandLine(),
            "Unknown setting '"
                + entry.getKey()
                + "' in "
                + path
                + "; there are "
                + String.join(", ", known)
                + ".");
      }
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        throw new CommandLine.ParameterException(
            command.commandLine(),
            "Setting '" + entry.getKey() + "' in " + path + " needs a single value.");
      }
      values.put(entry.getKey(), entry.getValue().asText());
    }
    return values;
  }

  /** The keys of a command and all its subcommands. */
  static TreeSet<String> keys(CommandSpec command) {
    TreeSet<String> keys = new TreeSet<>();
    collect(command.args(), keys);
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec().args(), keys));
    return keys;
  }

  private static void collect(Collection<ArgSpec> args, TreeSet<String> keys) {
    args.forEach(arg -> key(arg).ifPresent(keys::add));
  }

  private static Optional<String> key(ArgSpec arg) {
    return arg instanceof OptionSpec option
            && option.userObject() instanceof Field field
            && field.isAnnotationPresent(Setting.class)
        ? Optional.of(option.longestName().substring(2).replace('-', '_'))
        : Optional.empty();
  }
}
