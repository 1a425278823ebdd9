package dev.ragged.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ragged.spi.SettingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads {@code config.yaml}. No message repeats a value, because it may be a secret. */
final class SettingsFile {
  private final Path path;
  private final List<SettingSpec> specs;

  private SettingsFile(Path path, List<SettingSpec> specs) {
    this.path = path;
    this.specs = specs;
  }

  /**
   * The values of a file, by the settings' keys; none if there is no such file.
   *
   * @throws SettingsException if it is not YAML, or names a setting that does not exist
   */
  static Map<String, Object> read(Path path, List<SettingSpec> specs) {
    return new SettingsFile(path, specs).read();
  }

  private Map<String, Object> read() {
    String text = text();
    if (text == null) {
      return Map.of();
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
              + " is not valid YAML"
              + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr())
              + "; write one 'key: value' per line");
    }
    Map<String, Object> values = new HashMap<>();
    if (root == null || root.isMissingNode() || root.isNull()) {
      return values;
    }
    if (!root.isObject()) {
      throw wrong(path + " is not a list of settings; write one 'key: value' per line");
    }
    section("", root, values);
    return values;
  }

  /** The file's text; null if there is no file. */
  private String text() {
    try {
      // A pipe would be waited for, and a device has no end.
      if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
        throw wrong(path + " is not a file; put a file with settings there, or remove it");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(path)) {
        bytes = in.readNBytes(Settings.MAX_BYTES + 1);
      }
      if (bytes.length > Settings.MAX_BYTES) {
        throw wrong(path + " is larger than 1 MiB, so it cannot be a file of settings");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(path)) {
        throw wrong(path + " is a link to nothing; bring back what it led to, or remove it");
      }
      return null;
    } catch (CharacterCodingException e) {
      throw wrong(path + " is not in UTF-8; save it in that encoding");
    } catch (AccessDeniedException e) {
      throw wrong("This user may not read " + path + "; change its permissions");
    } catch (FileSystemException e) {
      throw wrong(
          "Cannot read "
              + path
              + ": "
              + (e.getReason() == null ? "no reason given" : e.getReason()));
    } catch (IOException e) {
      throw wrong("Cannot read " + path + ": " + e.getMessage());
    }
  }

  private Optional<SettingSpec> at(String key) {
    return specs.stream().filter(spec -> key.equals(spec.key())).findFirst();
  }

  /**
   * @param prefix empty, or the section's name with a dot behind it
   */
  private void section(String prefix, JsonNode section, Map<String, Object> values) {
    for (Map.Entry<String, JsonNode> entry : section.properties()) {
      String name = prefix + entry.getKey();
      JsonNode node = entry.getValue();
      Optional<SettingSpec> spec = at(name);
      if (spec.isPresent() && entry.getKey().indexOf('.') < 0) {
        values.put(name, value(spec.get(), node));
      } else if (spec.isPresent()) {
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
  private TreeSet<String> names(String prefix) {
    TreeSet<String> names = new TreeSet<>();
    specs.stream()
        .filter(spec -> spec.key() != null && spec.key().startsWith(prefix))
        .forEach(spec -> names.add(spec.key().substring(prefix.length()).split("\\.")[0]));
    return names;
  }

  private Object value(SettingSpec spec, JsonNode node) {
    return switch (spec.shape()) {
      case SINGLE -> single(spec.key(), node);
      case WORDS -> {
        List<String> words = new ArrayList<>();
        if (node.isArray()) {
          node.forEach(word -> words.add(single(spec.key(), word)));
        } else {
          words.addAll(words(single(spec.key(), node)));
        }
        if (words.isEmpty() || words.get(0).isBlank()) {
          throw wrong("Setting '" + spec.key() + "' in " + path + " is empty");
        }
        yield List.copyOf(words);
      }
      case MAP -> {
        if (!node.isObject()) {
          throw wrong(
              "Setting '"
                  + spec.key()
                  + "' in "
                  + path
                  + " is a section; write one 'name: value' per line below it, each indented");
        }
        Map<String, String> map = new LinkedHashMap<>();
        node.properties()
            .forEach(
                entry ->
                    map.put(
                        entry.getKey(),
                        single(spec.key() + "." + entry.getKey(), entry.getValue())));
        yield map;
      }
    };
  }

  /** The words of a single string. */
  static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private String single(String name, JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      throw wrong("Setting '" + name + "' in " + path + " needs a single value");
    }
    return node.asText();
  }

  private static SettingsException wrong(String sentence) {
    return new SettingsException(sentence + ".");
  }
}
