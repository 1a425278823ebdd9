package dev.ragged.faults;

import dev.ragged.cli.Main;
import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process in which commands run and operations fail: reads command lines from standard input,
 * runs each and writes its exit status, output and errors to standard output.
 */
final class ShimmedWorker {
  /** A first argument that runs random operations of the API instead of a command line. */
  static final String RANDOM = "random";

  private static final int WIDTH = 100;

  private ShimmedWorker() {}

  public static void main(String[] args) throws Exception {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err);
    Map<String, String> env = Map.of("RAGGED_MODEL", args[0]);
    while (true) {
      int count;
      try {
        count = in.readInt();
      } catch (EOFException e) {
        return;
      }
      String[] line = new String[count];
      for (int i = 0; i < count; i++) {
        line[i] = in.readUTF();
      }
      if (line[0].equals(RANDOM)) {
        Control control = Control.open(Path.of(line[1]), Path.of(line[2]));
        RandomChanges.of(Long.parseLong(line[3])).run(Path.of(line[4]), control::mark);
        answer(out, 0, new byte[0], new byte[0]);
      } else {
        run(line, env, out);
      }
    }
  }

  private static void run(String[] line, Map<String, String> env, DataOutputStream out)
      throws IOException {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new Output(stdout, () -> true),
            new PrintStream(stderr, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            WIDTH,
            env);
    int status = Main.run(terminal, line);
    answer(out, status, stdout.toByteArray(), stderr.toByteArray());
  }

  private static void answer(DataOutputStream out, int status, byte[] stdout, byte[] stderr)
      throws IOException {
    out.writeInt(status);
    out.writeInt(stdout.length);
    out.write(stdout);
    out.writeInt(stderr.length);
    out.write(stderr);
    out.flush();
  }
}
