package dev.ragged.embed;

import com.google.gson.JsonObject;
import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * A file of a model at a commit, on its way here. What has arrived of it is kept beside its place,
 * so that the next request asks for the rest.
 *
 * @param most how many bytes it may have
 */
record HubFile(HubFile.Source source, String commit, String name, long most) {
  private static final int MAX_TRIES = 5;
  private static final int MAX_PAUSE_SECONDS = 60;
  private static final int BUFFER = 1 << 16;
  private static final int SHA1_LENGTH = 40;

  /** Really waits. */
  static final Pause SLEEP =
      seconds -> {
        try {
          Thread.sleep(seconds * 1_000L);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("it was interrupted");
        }
      };

  /** Waits before another try. */
  @FunctionalInterface
  interface Pause {
    void seconds(int seconds) throws IOException;
  }

  /** A request. */
  @FunctionalInterface
  interface Request<T> {
    T run() throws IOException;
  }

  /** Where files come from. */
  record Source(HubConnection hub, HubReference model, HubOptions.Listener listener, Pause pause) {

    /** Asks what the hub knows of the model. Who is offline is told so at once. */
    JsonObject listing() throws IOException {
      return patiently(
          () -> hub.listing(model), e -> e instanceof HubConnection.TransientException);
    }

    /** Tries again what may fail for a moment. */
    <T> T patiently(Request<T> request, Predicate<IOException> passing) throws IOException {
      for (int attempt = 1; ; attempt++) {
        try {
          return request.run();
        } catch (IOException e) {
          if (attempt == MAX_TRIES || !passing.test(e)) {
            throw e;
          }
          int asked = e instanceof HubConnection.TransientException it ? it.seconds : 0;
          if (asked > MAX_PAUSE_SECONDS) {
            throw e;
          }
          pause.seconds(Math.max(asked, 1 << (attempt - 1)));
        }
      }
    }
  }

  /** Fetches it, unless it is there already. */
  void fetchInto(Path folder) throws IOException {
    Path place = folder.resolve(name);
    if (Files.isRegularFile(place)) {
      return;
    }
    DataFolders.create(place.getParent());
    Path part = place.resolveSibling(place.getFileName() + ".part");
    String digest = fetchAll(part);
    if (!digest.equals(digest(part, digest.length()))) {
      Files.delete(part);
      throw new RaggedException(
          name
              + " of the model '"
              + source.model()
              + "' arrived other than the hub says it is, so it was thrown away; try again, or"
              + " check the mirror in hub.url.");
    }
    Unfinished.sync(part);
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    DataFolders.sync(place.getParent());
  }

  /** Asks again as long as more arrives; gives the digest that it should have. */
  private String fetchAll(Path part) throws IOException {
    while (true) {
      long before = size(part);
      try {
        return source.patiently(() -> fetchRest(part, before), e -> true);
      } catch (FurtherException e) {
        source.pause().seconds(1);
      }
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Asks for what is missing. */
  private String fetchRest(Path part, long before) throws IOException {
    long have = size(part);
    try (HubConnection.Answer answer = source.hub().file(source.model(), commit, name, have)) {
      if (answer.digest() == null) {
        throw new RaggedException(
            "The hub states no digest of " + name + " of '" + source.model() + "'; check hub.url.");
      }
      if (answer.commit() != null && !answer.commit().equals(commit)) {
        throw new RaggedException(
            "The hub answers with another commit of '" + source.model() + "'; check hub.url.");
      }
      if (answer.from() != 0 && answer.from() != have) {
        throw new HubConnection.WrongPartException();
      }
      if (answer.size() > most) {
        throw tooLarge();
      }
      copy(answer, part);
      return answer.digest();
    } catch (HubConnection.WrongPartException e) {
      Files.deleteIfExists(part); // what is here is not the beginning of what is there
      throw e;
    } catch (IOException e) {
      if (size(part) - before >= BUFFER) {
        throw new FurtherException(); // so it was no failed try
      }
      throw e;
    }
  }

  /** It stopped, but came further. */
  private static final class FurtherException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void copy(HubConnection.Answer answer, Path part) throws IOException {
    long done = answer.from();
    InputStream in = answer.body();
    try (OutputStream out =
        Files.newOutputStream(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            done == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        done += read;
        if (done > most) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
        source
            .listener()
            .fetching(source.model().published(), name, done, Math.max(done, answer.size()));
      }
    }
    if (answer.size() >= 0 && done < answer.size()) {
      throw new IOException("it stopped in the middle of " + name);
    }
  }

  private RaggedException tooLarge() {
    return new RaggedException(
        name + " of the model '" + source.model() + "' is larger than " + most + " bytes.");
  }

  /** SHA-256, or by its length the SHA-1 that git gives a file. */
  private static String digest(Path file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (length != SHA1_LENGTH) {
        return Sha256.of(in);
      }
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha1.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(sha1.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
