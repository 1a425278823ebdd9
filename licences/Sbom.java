import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes the SBOM of the command line, and fails unless it is complete: each jar in FOLDER/lib is a component with that
 * jar's checksum, each component is such a jar, each has a licence in FOLDER/terms/THIRD-PARTY.txt, and the text of that
 * licence is in the jar, in LICENSE or in the folder licences. Adds to what CycloneDX's plugin wrote to FOLDER/bom.json:
 * those licences, and what licences/parts.json says is inside the jars. Equal jars give equal bytes.
 *
 * <p>Usage, in the root folder: java -cp RAGGED-CLI.JAR licences/Sbom.java FOLDER COMPILER OUTPUT. The compiler of the engine
 * is zig or system.
 */
class Sbom {
  static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  static final List<String> faults = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String compiler = arguments[1];
    ObjectNode bom = (ObjectNode) JSON.readTree(folder.resolve("bom.json").toFile());
    Map<String, String> licences = licences(folder.resolve("terms/THIRD-PARTY.txt"));
    Map<String, Path> jars = jars(folder.resolve("lib"));
    JsonNode parts = JSON.readTree(Path.of("licences/parts.json").toFile());
    TreeSet<String> unusedParts = new TreeSet<>(), unusedTexts = texts();
    parts.fieldNames().forEachRemaining(unusedParts::add);
    Map<String, Integer> kinds = new TreeMap<>();
    int inside = 0;

    for (JsonNode node : bom.withArray("components")) {
      ObjectNode component = (ObjectNode) node;
      String name = name(component);
      Path jar = jars.remove(sha256(component));
      if (jar == null) {
        faults.add("The SBOM has " + name + ", but no jar in lib has its checksum.");
        continue;
      }
      boolean ours = name.startsWith("dev.ragged:");
      String licence = ours ? "Apache-2.0" : licences.remove(name);
      if (licence == null) {
        faults.add("THIRD-PARTY.txt has no licence for " + name + ".");
        continue;
      }
      setLicence(component, licence);
      kinds.merge(licence, 1, Integer::sum);
      boolean text = unusedTexts.remove(component.get("name").asText());
      if (!text && !licence.contains("Apache-2.0") && !holdsLicence(jar)) {
        faults.add(
            jar.getFileName() + " has no licence text: add licences/" + component.get("name").asText() + ".txt.");
      }
      // Of ragged's own, the jars with a classifier are those with a library.
      String key = ours ? component.get("purl").asText().contains("classifier=") ? "engine:" + compiler : "" : name;
      if (unusedParts.remove(key)) {
        component.set("components", parts.get(key));
        inside += parts.get(key).size();
        for (JsonNode part : parts.get(key)) check(part, jar);
      }
    }
    jars.values().forEach(jar -> faults.add(jar.getFileName() + " is not in the SBOM with its checksum."));
    licences.keySet().forEach(name -> faults.add("THIRD-PARTY.txt has " + name + ", which is no component."));
    unusedTexts.forEach(text -> faults.add("No jar needs licences/" + text + ".txt."));
    unusedParts.removeIf(key -> key.startsWith("engine:"));
    unusedParts.forEach(
        key -> faults.add("licences/parts.json says what is in " + key + ", but lib has another version or none."));
    if (!faults.isEmpty()) {
      faults.forEach(System.err::println);
      System.exit(1);
    }

    // Not random, as equal jars are to give an equal SBOM; and not the plugin's, which depends on the version alone.
    bom.remove("serialNumber");
    bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(JSON.writeValueAsBytes(bom)));
    Files.writeString(Path.of(arguments[2]), JSON.writeValueAsString(bom) + "\n");
    System.out.println("ok  " + bom.get("components").size() + " jars, " + inside + " parts in them: " + kinds);
  }

  static String name(JsonNode component) {
    return String.join(
        ":",
        component.get("group").asText(),
        component.get("name").asText(),
        component.get("version").asText());
  }

  static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.get("alg").asText().equals("SHA-256")) return hash.get("content").asText();
    }
    return "";
  }

  static String sha256(InputStream in) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    for (int n; (n = in.read(buffer)) > 0; ) digest.update(buffer, 0, n);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The files of a folder by their checksums. */
  static Map<String, Path> jars(Path lib) throws Exception {
    Map<String, Path> jars = new TreeMap<>();
    try (var files = Files.list(lib)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          jars.put(sha256(in), file);
        }
      }
    }
    return jars;
  }

  /** Reads lines such as GROUP:NAME:VERSION | LICENCE | URL. */
  static Map<String, String> licences(Path file) throws IOException {
    Map<String, String> licences = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" \\| ");
      if (fields.length == 3) licences.put(fields[0], fields[1]);
    }
    return licences;
  }

  static TreeSet<String> texts() throws IOException {
    TreeSet<String> texts = new TreeSet<>();
    try (var files = Files.list(Path.of("licences"))) {
      files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .forEach(name -> texts.add(name.substring(0, name.length() - 4)));
    }
    return texts;
  }

  static void setLicence(ObjectNode component, String licence) {
    ObjectNode entry = component.putArray("licenses").addObject();
    if (licence.contains(" ")) entry.put("expression", licence);
    else entry.putObject("license").put("id", licence);
  }

  static boolean holdsLicence(Path jar) throws IOException {
    Predicate<String> named =
        name -> name.matches("(?i)(META-INF/([^/]+/)?)?(LICEN[CS]E|COPYING)([.-](txt|md))?");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).anyMatch(named);
    }
  }

  /** Checks a part's checksum and version where this project knows them from elsewhere. */
  static void check(JsonNode part, Path jar) throws Exception {
    for (JsonNode property : part.path("properties")) {
      String value = property.get("value").asText();
      switch (property.get("name").asText()) {
        case "ragged:entry" -> {
          try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(value);
            if (entry == null || !sha256(zip.getInputStream(entry)).equals(sha256(part))) {
              faults.add(value + " in " + jar.getFileName() + " is not the one in licences/parts.json.");
            }
          }
        }
        case "ragged:version-in" -> {
          String version = part.get("version").asText();
          if (!Files.readString(Path.of(value)).contains(version)) {
            faults.add("licences/parts.json has version " + version + ", which is not the one in " + value + ".");
          }
        }
        default -> {}
      }
    }
  }
}
