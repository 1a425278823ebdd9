package dev.ragged.ingest;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tika.mime.MediaType;

/**
 * The readers of all kinds of files. What a reader is made of is loaded when it is first needed.
 * Hostile files can make parsers run for ever, so most files are read in a {@link ParserProcess}
 * where one can be started, and else in a thread of its own with a time limit.
 */
final class Readers {
  private final OfficeText office;
  private final boolean grammars;

  /** In a process that others depend on. */
  Readers(OfficeText office) {
    this(office, false);
  }

  private Readers(OfficeText office, boolean grammars) {
    this.office = office;
    this.grammars = grammars;
  }

  /** In a process that may crash, as the C code of grammars may make it. */
  static Readers inParserProcess() {
    return new Readers(new OfficeText(), true);
  }

  /** Reads in the calling thread. */
  List<Document> read(FileKind kind, Input input) throws Exception {
    return reader(kind).read(input);
  }

  private DocumentReader reader(FileKind kind) {
    return switch (kind) {
      case TEXT -> new TextReader();
      case HTML -> input -> List.of(HtmlText.extract(TextDecoder.decodeHtml(input.bytes())));
      case CODE -> grammars ? new CodeReader() : new TextReader();
      case MAIL -> new MailReader(this);
      case MAILBOX -> new MailboxReader(this);
      case OUTLOOK_MAIL -> new OutlookMailReader(this);
      case NOTEBOOK -> new NotebookReader();
      case CSV -> new CsvReader();
      case JSON -> new JsonReader();
      case SPREADSHEET -> new SpreadsheetReader(office);
      case OPEN_SPREADSHEET -> new OpenSpreadsheetReader();
      case OPEN_SLIDES -> new OpenSlidesReader();
      case EPUB -> new EpubReader();
      case ARCHIVE -> new ArchiveReader(this);
      case COMPRESSED -> new CompressedReader(this);
      case RTF -> new RtfReader(office);
      case PICTURE -> Tesseract::readPicture;
      case SCAN -> Tesseract::readPdf;
      case OFFICE -> office;
    };
  }

  /** Reads what a parser process is asked for. */
  List<Document> read(ParserProtocol.Request request) throws Exception {
    MediaType type = MediaType.parse(request.type());
    return read(
        request.kind(), new Input(request.bytes(), request.name(), type, request.maxText()));
  }

  /**
   * Reads a file in a file.
   *
   * @throws UnusableFileException if it cannot be read, or the budget is exceeded
   */
  List<Document> readMember(byte[] bytes, String name, Budget budget) throws Exception {
    budget.enter();
    try {
      MediaType type = FileKind.type(bytes, name);
      return read(FileKind.of(type, name), new Input(bytes, name, type, budget));
    } finally {
      budget.leave();
    }
  }

  /** Reads in a thread of its own; one that runs too long is given up, but may go on. */
  List<Document> readInThread(ParserProtocol.Request request) throws UnusableFileException {
    FutureTask<List<Document>> task = new FutureTask<>(() -> read(request));
    Thread thread = new Thread(task, "ragged-extract");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(office.timeoutSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw UnusableFileException.tookTooLong(office.timeoutSeconds());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw UnusableFileException.interrupted();
    } catch (ExecutionException e) {
      throw OfficeText.unusable(e.getCause());
    }
  }
}
