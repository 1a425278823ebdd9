package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code ragged demo}. */
@Command(
    name = "demo",
    description =
        "Index this project's own documents in a throw-away folder, ask three questions, show what"
            + " is on disk.")
final class DemoCommand extends Subcommand {
  private static final String COLLECTION = "demo";

  private static final List<String> QUESTIONS =
      List.of(
          "How do I install it and what do I need?",
          "What does the command line print when I ask for JSON?",
          "How can I restrict a search to some files?");

  @Override
  public Integer call() throws IOException {
    List<Path> documents = documents();
    Path folder = Files.createTempDirectory("ragged-demo");
    try (Stores stores = ragged.stores().in(folder)) {
      note("Indexing " + String.join(", ", documents.stream().map(Path::toString).toList()));
      Adding added =
          Adding.run(this, stores, COLLECTION, documents, new Adding.Passages(null, null));
      if (added.exitStatus() != Main.DONE) {
        return added.exitStatus();
      }
      show(stores, added);
    } finally {
      Folders.remove(folder);
    }
    return Main.DONE;
  }

  private void show(Stores stores, Adding added) {
    List<Map<String, Object>> answers = new ArrayList<>();
    if (!ragged.json) {
      line(added.summary(COLLECTION));
      line("");
    }
    try (Embedder embedder = stores.embedder();
        VectorStore store = stores.open(COLLECTION, embedder)) {
      try (VectorCollection open = store.open(COLLECTION)) {
        for (String question : QUESTIONS) {
          SearchResult result = open.search(SearchRequest.text(question));
          if (ragged.json) {
            answers.add(Hits.json(question, result));
          } else {
            line("? " + question);
            Hits.lines(result, ragged.terminal).forEach(this::line);
            line(Hits.cost(result));
            line("");
          }
        }
      }
      CollectionSize size =
          CollectionSize.of(store, COLLECTION, true, stores.chooseFound(COLLECTION));
      if (ragged.json) {
        json(
            Json.object(
                "added", added.json(COLLECTION), "answers", answers, "collection", size.json()));
      } else {
        line(size.summary());
        size.table().forEach(this::line);
      }
    }
  }

  private List<Path> documents() {
    Path root = ragged.projectFolder();
    List<Path> documents =
        Stream.of(root.resolve("README.md"), root.resolve("docs")).filter(Files::exists).toList();
    if (documents.isEmpty()) {
      throw new RaggedException(
          "There are no documents of the project in "
              + root
              + "; set RAGGED_HOME to the folder that holds its README.md.");
    }
    return documents;
  }
}
