import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the folder that docker/build.sh fills one for a platform: the engine's jar becomes that platform's, native libraries
 * for others leave the jars, ONNX Runtime's lie beside them, and the SBOM gets the checksums of the jars that have changed.
 * The model is stored and no longer deflated, as it is read whole by each process. A replacement takes the place of the jar
 * of its name. Equal folders become equal.
 *
 * <p>Usage: java -cp RAGGED-CLI.JAR ci/dist/Platform.java FOLDER PLATFORM ENGINE.JAR REPLACEMENT.JAR
 */
class Platform {
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** With debuggers' files for macOS, and import libraries. */
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dylib|jnilib|dll|a)|.*\\.dSYM/.*");

  /** A library whose path names none is kept. */
  private static final Pattern NAMES_SYSTEM =
      Pattern.compile(".*\\b(linux|osx|darwin|macos|win|win32|windows|aix|[a-z]*bsd|sunos)\\b.*");

  private static final String ONNX_RUNTIME = "ai/onnxruntime/native/";

  /** Each project has names of its own for systems and processors. */
  private static final Map<String, String> SYSTEMS = Map.of("linux", "linux", "macosx", "osx|darwin|macos");

  private static final Map<String, String> PROCESSORS = Map.of("x86_64", "x86_64|x86-64|amd64|x64", "arm64", "aarch64");

  private final Path folder;
  private final String platform;
  private final Pattern ours;
  private final Map<String, String> changed = new TreeMap<>();

  private Platform(Path folder, String platform) {
    this.folder = folder;
    this.platform = platform;
    String[] names = platform.split("-", 2);
    String system = "(" + SYSTEMS.get(names[0]) + ")";
    String processor = "(" + PROCESSORS.get(names[1]) + ")";
    // Such as linux/amd64/, linux-x86-64/ or x86_64-linux-gnu-.
    this.ours = Pattern.compile("(.*/)?(" + system + "[-/]" + processor + "/.*|" + processor + "-" + system + "-[^/]*)");
  }

  public static void main(String[] arguments) throws Exception {
    new Platform(Path.of(arguments[0]), arguments[1]).make(Path.of(arguments[2]), Path.of(arguments[3]));
  }

  private void make(Path engine, Path replacement) throws Exception {
    Path lib = folder.resolve("app/lib");
    List<Path> jars;
    try (var files = Files.list(lib)) {
      jars = files.sorted().toList();
    }
    Path old = jars.stream().filter(jar -> host(jar) != null).findFirst().orElseThrow();
    String oldPlatform = host(old);
    for (Path jar : jars) {
      String before = sha256(jar);
      Path after = jar;
      if (jar.equals(old)) {
        Files.delete(old);
        after = lib.resolve(old.getFileName().toString().replace(oldPlatform, platform));
        Files.copy(engine, after);
      } else if (jar.getFileName().equals(replacement.getFileName())) {
        Files.copy(replacement, jar, StandardCopyOption.REPLACE_EXISTING);
      } else if (hasWork(jar)) {
        rewrite(jar, oldPlatform);
      } else {
        continue;
      }
      changed.put(before, sha256(after));
    }
    deleteOtherRuntimes();
    rewrite(folder.resolve("app/ragged-cli.jar"), oldPlatform);
    describe(oldPlatform);
  }

  /** The platform in the name of the engine's jar; null for other jars. */
  private static String host(Path jar) {
    var name = Pattern.compile("ragged-leann-native-.*-((linux|macosx)-[a-z0-9_]+)\\.jar").matcher(jar.getFileName().toString());
    return name.matches() ? name.group(1) : null;
  }

  private static boolean isModel(String name) {
    return name.endsWith(".onnx");
  }

  private boolean hasWork(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> isModel(entry.getName()) || LIBRARY.matcher(entry.getName()).matches());
    }
  }

  private void rewrite(Path jar, String oldPlatform) throws IOException {
    Path part = jar.resolveSibling("part");
    int kept = 0;
    try (ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(part))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        String name = entry.getName();
        byte[] bytes;
        try (InputStream stream = in.getInputStream(entry)) {
          bytes = stream.readAllBytes();
        }
        if (LIBRARY.matcher(name).matches()) {
          if (NAMES_SYSTEM.matcher(name).matches() && !ours.matcher(name).matches() || name.contains(".dSYM/")) {
            continue;
          }
          kept++;
          if (name.startsWith(ONNX_RUNTIME)) {
            Path file = folder.resolve("app/native").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            continue;
          }
        } else if (name.equals("META-INF/MANIFEST.MF")) {
          bytes = forPlatform(bytes, oldPlatform);
        } else if (name.matches("META-INF/[^/]+\\.SF")) {
          throw new IllegalStateException(jar + " is signed, and cannot be changed.");
        }
        write(out, entry, bytes);
      }
    }
    Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    System.out.printf("%s: %d libraries for %s%n", jar.getFileName(), kept, platform);
  }

  private static void write(ZipOutputStream out, ZipEntry from, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(from.getName());
    entry.setTimeLocal(from.getTimeLocal());
    if (isModel(from.getName())) {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(sum.getValue());
    }
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /** The class path in the manifest names the engine's jar. */
  private byte[] forPlatform(byte[] bytes, String oldPlatform) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(bytes));
    String classPath = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    if (classPath == null || !classPath.contains(oldPlatform)) {
      return bytes;
    }
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.replace(oldPlatform, platform));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /** What the build has unpacked for the machine that it ran on. */
  private void deleteOtherRuntimes() throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder.resolve("app/native"))) {
      files = new ArrayList<>(walk.sorted().toList());
    }
    Collections.reverse(files);
    for (Path file : files) {
      if (Files.isRegularFile(file) && !ours.matcher(folder.relativize(file).toString()).matches()) {
        Files.delete(file);
      } else if (Files.isDirectory(file) && file.toFile().list().length == 0) {
        Files.delete(file);
      }
    }
  }

  private void describe(String oldPlatform) throws IOException {
    Path file = folder.resolve("sbom.json");
    JsonNode bom = JSON.readTree(Files.readString(file).replace("classifier=" + oldPlatform, "classifier=" + platform));
    int described = 0;
    for (JsonNode component : bom.get("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.get("alg").asText().equals("SHA-256") && changed.containsKey(hash.get("content").asText())) {
          String now = changed.get(hash.get("content").asText());
          ((ObjectNode) component).putArray("hashes").addObject().put("alg", "SHA-256").put("content", now);
          described++;
          break;
        }
      }
    }
    if (described != changed.size()) {
      throw new IllegalStateException("The SBOM has " + described + " of the " + changed.size() + " jars that were changed.");
    }
    Files.writeString(file, JSON.writeValueAsString(bom) + "\n");
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
