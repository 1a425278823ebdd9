package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A model in the resources of one of LangChain4j's model jars. */
final class JarFiles implements ModelFiles {
  /** The names that {@code --model} takes; a name with {@code -q} means int8. */
  static final List<String> NAMES =
      List.of(
          "all-minilm-l6-v2",
          "all-minilm-l6-v2-q",
          "bge-small-en",
          "bge-small-en-q",
          "bge-small-en-v1.5",
          "bge-small-en-v1.5-q",
          "e5-small-v2",
          "e5-small-v2-q");

  private static final int MAX_BYTES = 1 << 30;

  private final String name;

  /** Null where it is on the class path. */
  private final Path jar;

  private JarFiles(String name, Path jar) {
    this.name = name;
    this.jar = jar;
  }

  /**
   * Looks for a model's jar, on the class path first.
   *
   * @param name one of {@link #NAMES}
   * @param folders where else to look for it
   * @throws RaggedException if it is nowhere; it names the jar
   */
  static JarFiles find(String name, List<Path> folders) {
    if (JarFiles.class.getClassLoader().getResource(model(name)) != null) {
      return new JarFiles(name, null);
    }
    String artifact = artifact(name);
    for (Path folder : folders) {
      try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
        var found =
            files
                .filter(
                    file -> file.getFileName().toString().matches(artifact + "-[0-9][^/]*\\.jar"))
                .sorted()
                .findFirst();
        if (found.isPresent()) {
          return new JarFiles(name, found.get());
        }
      } catch (IOException e) {
        throw new RaggedException("The folder " + folder + " cannot be read.", e);
      }
    }
    throw new RaggedException(
        "The model '"
            + name
            + "' is in the jar dev.langchain4j:"
            + artifact
            + ", which is not on the class path"
            + (folders.isEmpty()
                ? "; add it."
                : "; put it there, or into " + folders.get(0) + "."));
  }

  /** The part of a jar's name before its version. */
  static String artifact(String name) {
    return "langchain4j-embeddings-" + name.replace("v1.5", "v15");
  }

  private static String model(String name) {
    return name + ".onnx";
  }

  @Override
  public InputStream tokenizer() throws IOException {
    return resource(name + "-tokenizer.json");
  }

  @Override
  public ForwardPass load() throws IOException {
    try (InputStream stream = resource(model(name))) {
      byte[] model = stream.readNBytes(MAX_BYTES);
      ExternalWeights.requireNone(ByteBuffer.wrap(model), jar == null ? name : jar.toString());
      return OnnxModel.load((environment, options) -> environment.createSession(model, options));
    }
  }

  @Override
  public List<String> digests() throws IOException {
    try (InputStream model = resource(model(name));
        InputStream tokenizer = tokenizer()) {
      return List.of(Sha256.of(model), Sha256.of(tokenizer));
    }
  }

  private InputStream resource(String resource) throws IOException {
    if (jar == null) {
      return BundledFiles.resource(resource);
    }
    ZipFile zip = new ZipFile(jar.toFile());
    ZipEntry entry = zip.getEntry(resource);
    if (entry == null) {
      zip.close();
      throw new IOException(jar + " has no " + resource);
    }
    return new FilterInputStream(zip.getInputStream(entry)) {
      @Override
      public void close() throws IOException {
        super.close();
        zip.close();
      }
    };
  }
}
