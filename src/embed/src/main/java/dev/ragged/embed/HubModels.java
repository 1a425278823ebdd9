package dev.ragged.embed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Models of a hub that speaks Hugging Face's protocol. One is fetched once, into a folder that
 * appears when it is whole; from then on no request is made. An interrupted fetch goes on where it
 * stopped. Every file is held against the digest that the hub states for it.
 */
public final class HubModels {
  private static final Pattern ONNX = Pattern.compile("(?:onnx/)?([A-Za-z0-9][\\w.-]*)\\.onnx");
  private static final String TOKENIZER = "tokenizer.json";

  /** What else {@link FolderSettings} reads. */
  private static final Set<String> SETTINGS =
      Set.of(
          "config.json",
          "modules.json",
          "1_Pooling/config.json",
          "config_sentence_transformers.json",
          "sentence_bert_config.json",
          "tokenizer_config.json");

  private static final int MAX_FILES = 100_000;
  private static final long MAX_SETTINGS_BYTES = 4 << 20;
  private static final long MAX_TOKENIZER_BYTES = 128 << 20;

  /** Protocol buffers end there. */
  private static final long MAX_MODEL_BYTES = Integer.MAX_VALUE;

  private static final long MAX_WEIGHTS_BYTES = 16L << 30;

  /** A lock on a file holds between processes only. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final HubOptions options;
  private final HubFile.Pause pause;

  HubModels(HubOptions options, HubFile.Pause pause) {
    this.options = options;
    this.pause = pause;
  }

  /**
   * Opens a model, after fetching it if it is not here.
   *
   * @param reference {@code OWNER/NAME[@REVISION][#FILE]}; FILE is an ONNX file, otherwise the best
   *     for a CPU is taken
   * @param options where the hub is and where models are kept
   * @return the model, which reads its files on first use
   * @throws RaggedException if it is not here and cannot be fetched
   */
  public static OnnxEmbedder open(String reference, HubOptions options) {
    HubReference model = HubReference.parse(reference);
    Path folder = new HubModels(options, HubFile.SLEEP).folder(model);
    return OnnxEmbedder.published(model.published(), folder, model.file());
  }

  /**
   * The lengths that the vectors of a model that is here may be cut to.
   *
   * @param reference as for {@link #open}
   * @param options where models are kept
   * @return the lengths in values; empty where its files say none
   */
  public static Set<Integer> shorterLengths(String reference, HubOptions options) {
    return FolderSettings.shorterLengths(place(HubReference.parse(reference), options.cache()));
  }

  private static Path place(HubReference model, Path cache) {
    return cache
        .toAbsolutePath()
        .resolve("hf")
        .resolve(model.owner())
        .resolve(model.name())
        .resolve(model.folder());
  }

  /** The folder of a model, which is fetched if it is not here. */
  Path folder(HubReference model) {
    Path folder = place(model, options.cache());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      synchronized (ONE_AT_A_TIME) {
        DataFolders.create(folder.getParent());
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          if (held.isValid() && !Files.isDirectory(folder)) {
            fetch(model, folder);
          }
        }
      }
      return folder;
    } catch (IOException e) {
      throw new RaggedException(
          "The model '"
              + model
              + "' cannot be fetched from "
              + options.hub()
              + ": "
              + reason(e)
              + "; try again, and it goes on where it stopped.",
          e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException
        ? "there is no host " + e.getMessage()
        : e instanceof SocketTimeoutException
            ? "it does not answer"
            : String.valueOf(e.getMessage());
  }

  private void fetch(HubReference model, Path folder) throws IOException {
    HubFile.Source source =
        new HubFile.Source(new HubConnection(options), model, options.listener(), pause);
    JsonObject listing = source.listing();
    String commit = text(listing, "sha");
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new RaggedException(options.hub() + " does not say which commit '" + model + "' is.");
    }
    // What is there of another commit is of no use.
    String prefix = "." + folder.getFileName() + ".";
    Path work = folder.resolveSibling(prefix + commit);
    try (Stream<Path> siblings = Files.list(folder.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.startsWith(prefix)
            && name.substring(prefix.length()).matches("[0-9a-f]{40}")
            && !sibling.equals(work)) {
          DataFolders.remove(sibling);
        }
      }
    }
    DataFolders.create(work);
    for (Map.Entry<String, Long> file : wanted(model, names(listing)).entrySet()) {
      new HubFile(source, commit, file.getKey(), file.getValue()).fetchInto(work);
    }
    Sha256Sums.write(work);
    DataFolders.sync(work);
    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    DataFolders.sync(folder.getParent());
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static Set<String> names(JsonObject listing) {
    Set<String> names = new TreeSet<>();
    JsonElement siblings = listing.get("siblings");
    if (siblings != null && siblings.isJsonArray()) {
      for (JsonElement sibling : siblings.getAsJsonArray()) {
        if (sibling.isJsonObject() && names.size() < MAX_FILES) {
          names.add(text(sibling.getAsJsonObject(), "rfilename"));
        }
      }
    }
    return names;
  }

  /**
   * The files to fetch, the largest last, and how many bytes each may have. Whatever else a hub
   * lists, such as a name that leads elsewhere, is never looked at.
   */
  private static Map<String, Long> wanted(HubReference model, Set<String> names) {
    Map<String, Long> wanted = new TreeMap<>(HubModels::smallFirst);
    for (String name : SETTINGS) {
      if (names.contains(name)) {
        wanted.put(name, MAX_SETTINGS_BYTES);
      }
    }
    if (!names.contains(TOKENIZER)) {
      throw new RaggedException(
          "The model '" + model + "' has no " + TOKENIZER + "; choose one that has.");
    }
    wanted.put(TOKENIZER, MAX_TOKENIZER_BYTES);
    String onnx = onnx(model, names);
    wanted.put(onnx, MAX_MODEL_BYTES);
    for (String name : names) {
      if (name.startsWith(onnx)
          && name.substring(onnx.length()).matches("(_data|\\.data)(_\\d{1,3})?")) {
        wanted.put(name, MAX_WEIGHTS_BYTES);
      }
    }
    return wanted;
  }

  private static int smallFirst(String one, String other) {
    int order = Boolean.compare(one.contains(".onnx"), other.contains(".onnx"));
    return order != 0 ? order : one.compareTo(other);
  }

  private static String onnx(HubReference model, Set<String> names) {
    Map<String, String> byName = new TreeMap<>();
    for (String name : names) {
      var matcher = ONNX.matcher(name);
      if (matcher.matches()) { // the one at the top comes last
        byName.merge(
            matcher.group(1), name, (one, other) -> one.length() < other.length() ? one : other);
      }
    }
    String chosen =
        model.file() != null ? model.file() : OnnxPrecision.best(byName.keySet()).orElse("");
    if (!byName.containsKey(chosen)) {
      List<String> there = new ArrayList<>(byName.keySet());
      throw new RaggedException(
          there.isEmpty()
              ? "The model '" + model + "' has no ONNX file; choose one that has."
              : "The model '"
                  + model
                  + "' has the ONNX files "
                  + String.join(", ", there)
                  + "; name one, as in hf:"
                  + model
                  + "#"
                  + there.get(0)
                  + ".");
    }
    return byName.get(chosen);
  }
}
