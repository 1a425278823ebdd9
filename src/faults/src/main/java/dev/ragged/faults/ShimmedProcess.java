package dev.ragged.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link ShimmedWorker} with the shim, seen from outside. */
final class ShimmedProcess implements AutoCloseable {
  /** A command that takes longer hangs; with nothing failing it takes less than a second. */
  private static final int SECONDS = 120;

  /** What a command answered. */
  record Answer(int status, String out, String err) {
    @Override
    public String toString() {
      return "exit status " + status + ", out <" + out.strip() + ">, err <" + err.strip() + ">";
    }
  }

  /** The process was killed, as ordered, or hung and has been ended. */
  static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;
    final boolean hung;

    GoneException(boolean hung) {
      super(hung ? "hangs: no answer within " + SECONDS + " s" : "died");
      this.hung = hung;
    }
  }

  final Control control;
  private final Path file;
  private final Process process;
  private final DataOutputStream to;
  private final DataInputStream from;

  private ShimmedProcess(Path file, Control control, Process process) {
    this.file = file;
    this.control = control;
    this.process = process;
    this.to = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.from = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /**
   * Starts one.
   *
   * @param work where its control file is kept
   * @param root operations count if they are below
   * @param model the folder of the embedding model
   * @param options more options of the JVM
   */
  static ShimmedProcess start(Path work, Path root, Path model, List<String> options)
      throws IOException {
    Path file = Files.createTempFile(work, "control-", "");
    Control control = Control.open(file, root);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ShimmedWorker.class.getName(), model.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LD_PRELOAD", System.getProperty("dev.ragged.faults.shim"));
    builder.environment().put("FAULTS_CONTROL", file.toString());
    return new ShimmedProcess(file, control, builder.start());
  }

  /** The file that both map. */
  Path controlFile() {
    return file;
  }

  /** Runs a command. */
  Answer run(List<String> line) throws GoneException, IOException {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> exchange(line));
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new GoneException(true);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io
          && (io.getCause() instanceof EOFException || !process.isAlive())) {
        throw new GoneException(false);
      }
      throw new IllegalStateException(e);
    }
  }

  private Answer exchange(List<String> line) {
    try {
      to.writeInt(line.size());
      for (String word : line) {
        to.writeUTF(word);
      }
      to.flush();
      int status = from.readInt();
      return new Answer(status, text(), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() throws IOException {
    return new String(from.readNBytes(from.readInt()), StandardCharsets.UTF_8);
  }

  /** Ends it; waits until it has. */
  @Override
  public void close() throws IOException {
    control.off();
    try {
      to.close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Files.deleteIfExists(file);
  }
}
