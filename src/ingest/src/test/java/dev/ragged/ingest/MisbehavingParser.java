package dev.ragged.ingest;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** In place of {@link ParserMain}: does what the text of a document says. */
final class MisbehavingParser {
  private MisbehavingParser() {}

  public static void main(String[] args) throws Exception {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    out.writeInt(ParserProtocol.HELLO);
    out.flush();
    while (true) {
      ParserProtocol.Request request = ParserProtocol.Request.read(in);
      obey(new String(request.bytes(), StandardCharsets.UTF_8), request, out);
      out.flush();
    }
  }

  private static void obey(String order, ParserProtocol.Request request, DataOutputStream out)
      throws Exception {
    switch (order) {
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(42);
      case "memory" -> {
        List<byte[]> all = new ArrayList<>();
        while (true) {
          all.add(new byte[16 << 20]);
        }
      }
      case "leak" -> {
        // What is left is the fault of this document, and the next one must not pay.
        text("leaked", out);
        out.flush();
        Runtime.getRuntime().halt(1);
      }
      case "hang" -> new CountDownLatch(1).await();
      case "folder" -> {
        Files.writeString(Path.of("left-behind"), "secret");
        text(Path.of("").toAbsolutePath().toString(), out);
      }
      case "environment" -> text("names: " + System.getenv().keySet(), out);
      case "pid" -> text(Long.toString(ProcessHandle.current().pid()), out);
      case "huge" -> {
        out.writeByte(1);
        out.writeByte(0);
        out.writeInt(-1);
        out.writeInt(Integer.MAX_VALUE);
      }
      case "negative" -> {
        out.writeByte(1);
        out.writeByte(0);
        out.writeInt(-7);
      }
      case "unknown" -> out.writeByte(99);
      case "layout" -> {
        out.writeByte(1);
        out.writeByte(200);
      }
      case "malformed" -> {
        out.writeByte(1);
        out.writeByte(0);
        out.writeInt(-1);
        out.writeInt(1);
        out.writeByte(0xFF);
      }
      case "headings" ->
          ParserProtocol.write(
              out,
              List.of(
                  new Document(
                      "text",
                      null,
                      Positions.linesOf("text"),
                      new int[] {9},
                      Document.Layout.LINES)));
      case "positions" -> {
        Positions positions = Positions.of(Positions.Unit.LINE);
        positions.add(3, 1);
        positions.add(1, 2);
        ParserProtocol.write(
            out, List.of(new Document("text", null, positions, new int[0], Document.Layout.LINES)));
      }
      default -> text(order, out);
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    ParserProtocol.write(
        out,
        List.of(
            new Document(text, null, Positions.linesOf(text), new int[0], Document.Layout.LINES)));
  }
}
