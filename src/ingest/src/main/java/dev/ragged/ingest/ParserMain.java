package dev.ragged.ingest;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The main class of a {@link ParserProcess}: answers requests on standard input until that ends,
 * which it does when the parent dies, however that happens.
 */
final class ParserMain {
  /** Exit status of a JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int OUT_OF_MEMORY = 3;

  private ParserMain() {}

  /**
   * Serves.
   *
   * @param args the folder for temporary files, which this process removes if its parent is gone
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    InputStream in = System.in;
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
    // What a parser reads or prints must not get between requests and answers.
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    Path folder = Path.of(args[0]);
    BlockingQueue<ParserProtocol.Request> requests = new ArrayBlockingQueue<>(1);
    Thread reader = new Thread(() -> read(new DataInputStream(in), requests, folder), "requests");
    reader.setDaemon(true);
    reader.start();
    out.writeInt(ParserProtocol.HELLO);
    out.flush();
    Readers readers = Readers.inParserProcess();
    while (true) {
      answer(requests.take(), readers, out);
    }
  }

  /** Reads on while a document is being parsed, to notice the end. */
  private static void read(
      DataInputStream in, BlockingQueue<ParserProtocol.Request> requests, Path folder) {
    try {
      while (true) {
        requests.put(ParserProtocol.Request.read(in));
      }
    } catch (IOException | InterruptedException e) {
      ParserProcess.remove(folder);
      Runtime.getRuntime().halt(0);
    }
  }

  private static void answer(ParserProtocol.Request request, Readers readers, DataOutputStream out)
      throws IOException {
    List<Document> documents;
    try {
      documents = readers.read(request);
      if (documents.stream().mapToLong(d -> d.text().length()).sum() > request.maxText()) {
        throw UnusableFileException.tooMuchText(request.maxText());
      }
    } catch (UnusableFileException e) {
      ParserProtocol.write(out, e);
      return;
    } catch (OutOfMemoryError e) {
      // One that a parser made up; the others have ended the process already.
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
      return;
    } catch (Exception | Error e) {
      ParserProtocol.write(out, OfficeText.unusable(e));
      return;
    }
    ParserProtocol.write(out, documents);
  }
}
