package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.CollectionSize;
import dev.ragged.app.Floor;
import dev.ragged.app.ListCollections;
import dev.ragged.app.PassageSize;
import dev.ragged.app.SearchService;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.spi.DataFolders;
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
        "Index the documents of this project in a temporary folder, ask three questions, and show"
            + " what is on disk.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged demo"})
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
    try (StoreRouter stores = stores().scratch(folder, Map.of())) {
      note("Indexing " + String.join(", ", documents.stream().map(Path::toString).toList()));
      Cancellation cancellation = new Cancellation();
      AddFiles.Report added;
      try (AddProgress progress = new AddProgress(session.terminal, session.options.quiet);
          Interrupts interrupts =
              stopOnSignal(
                  cancellation,
                  () -> {
                    progress.close();
                    removeQuietly(folder);
                  },
                  "Stopped.")) {
        added =
            new AddFiles(stores)
                .run(
                    new AddFiles.Request(COLLECTION, documents, PassageSize.DEFAULT),
                    progress,
                    cancellation);
        if (interrupts.exitStatus() != DONE) {
          interrupts.beginAnswer();
          return interrupts.exitStatus();
        }
      }
      show(stores, added);
    } finally {
      DataFolders.remove(folder);
    }
    return DONE;
  }

  private static void removeQuietly(Path folder) {
    try {
      DataFolders.remove(folder);
    } catch (IOException e) {
      return; // what is left is in the temporary folder, which the system empties
    }
  }

  private void show(StoreRouter stores, AddFiles.Report added) {
    List<Map<String, Object>> answers = new ArrayList<>();
    if (!isJson()) {
      line(AddSummary.of(added));
      line("");
    }
    try (SearchService service = SearchService.open(stores, COLLECTION, SearchMode.AUTO)) {
      for (String question : QUESTIONS) {
        Answer answer = service.answer(SearchRequest.text(question), Floor.NONE);
        if (isJson()) {
          answers.add(answer.json());
        } else {
          line("? " + question);
          AnswerLines.of(answer, session.terminal, AnswerLines.Look.USUAL).forEach(this::line);
          line(AnswerLines.cost(answer.stats()));
          line("");
        }
      }
    }
    CollectionSize size = new ListCollections(stores).one(COLLECTION);
    if (isJson()) {
      json(Json.object("added", added.json(), "answers", answers, "collection", size.json()));
    } else {
      SizeLines lines = new SizeLines(size);
      line(lines.summary());
      lines.table().forEach(this::line);
    }
  }

  private List<Path> documents() {
    Path root = session.projectFolder();
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
