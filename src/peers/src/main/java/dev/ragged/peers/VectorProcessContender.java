package dev.ragged.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.eval.Contender;
import dev.ragged.eval.FolderBytes;
import dev.ragged.eval.Memory;
import dev.ragged.eval.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A vector search library in a separate process. It stores no texts, and the cost of storing them
 * elsewhere is not counted.
 */
final class VectorProcessContender implements Contender {

  /** That with the number of candidates given, or with the library's own settings. */
  private static final int DEFAULT_EFFORT = -1;

  private final String name;
  private final String kind;
  private final List<String> interpreter;
  private final String script;
  private final Path folder;
  private final int candidates;
  private final Memory memory = new Memory();
  private ScriptProcess process;

  /**
   * Creates a contender; starts nothing yet.
   *
   * @param kind the library and its index type, as the script names them
   * @param interpreter the command that runs the script
   * @param script name of the resource
   * @param folder for its index alone
   * @param candidates how many a graph search collects
   */
  VectorProcessContender(
      String name,
      String kind,
      List<String> interpreter,
      String script,
      Path folder,
      int candidates) {
    this.name = name;
    this.kind = kind;
    this.interpreter = List.copyOf(interpreter);
    this.script = script;
    this.folder = folder;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return process.ready().path("version").asText();
  }

  private Path index() {
    return folder.resolve("index");
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    Path file = folder.resolve("given.vectors");
    new VectorFile(0, vectors).write(file);
    memory.begin();
    process =
        new ScriptProcess(
            name,
            interpreter,
            script,
            List.of(
                kind,
                file.toString(),
                Integer.toString(VectorFile.HEADER),
                Integer.toString(vectors.get(0).length),
                Integer.toString(vectors.size()),
                Integer.toString(candidates),
                index().toString()),
            folder);
    memory.started();
    return process.ready().path("seconds").asDouble();
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), (query, k) -> search(query, k, DEFAULT_EFFORT)));
  }

  @Override
  public List<Variant> efforts() {
    List<Variant> efforts = new ArrayList<>();
    for (JsonNode setting : process.ready().path("efforts")) {
      int effort = efforts.size();
      efforts.add(new Variant(setting.asText(), (query, k) -> search(query, k, effort)));
    }
    return efforts;
  }

  private Answer search(Query query, int k, int effort) throws IOException {
    JsonNode answer = process.ask(Map.of("vector", query.vector(), "k", k, "effort", effort));
    List<Integer> ids = new ArrayList<>();
    answer.path("ids").forEach(id -> ids.add(id.asInt()));
    return Answer.byVector(query, ids, answer.path("ms").asDouble());
  }

  @Override
  public Footprint finish() throws IOException {
    Memory.Used used = memory.end();
    close();
    Map<String, Long> bytes = FolderBytes.of(index(), file -> "vectors");
    return new Footprint(bytes, used.bytes(), used.kind());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
