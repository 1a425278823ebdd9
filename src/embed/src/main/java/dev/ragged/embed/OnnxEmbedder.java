package dev.ragged.embed;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an embedding model in this process on the CPU, one text per call, with as many parallel
 * calls as there are processors. It is in ONNX, or in TorchScript where a {@link
 * TorchScriptRuntime} is on the class path. Because no text is ever padded to another's length, the
 * same text gives bit for bit the same vector, alone or in a batch, on any thread.
 *
 * <p>Creating one is cheap: files are read when first needed, and {@link #identity()} digests them
 * without starting the model. Vectors have unit length.
 *
 * <p>A passage longer than {@link #maxTokens()} is never truncated: its embedding is the mean,
 * scaled to unit length, of the embeddings of its consecutive windows of {@code maxTokens()}
 * tokens. A longer question is truncated, and a warning is logged once.
 *
 * <p>Closing waits for running calls; use after that throws an {@link IllegalStateException}.
 */
public final class OnnxEmbedder implements Embedder {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxEmbedder.class);

  /** The jar of the bundled model. */
  private static final String BUNDLED = "all-minilm-l6-v2-q";

  /** As measured, so that no search has to measure it. */
  private static final double BUNDLED_SPREAD = 0.08;

  private final ModelFiles files;
  private final ModelSettings settings;
  private final int parallelism;
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final Lazy<ModelTokens> tokens;
  private final Lazy<PooledModel> model;
  private final Lazy<ModelIdentity> identity;
  private final Lazy<ExecutorService> helpers;
  private final Lazy<Reading> reading;
  private final Lazy<Double> spread;
  private final AtomicBoolean warned = new AtomicBoolean();
  private boolean closed;

  private OnnxEmbedder(ModelFiles files, ModelSettings settings) {
    this(files, settings, Runtime.getRuntime().availableProcessors());
  }

  private OnnxEmbedder(ModelFiles files, ModelSettings settings, int parallelism) {
    this.files = files;
    this.settings = settings;
    this.parallelism = parallelism;
    this.tokens = new Lazy<>(() -> ModelTokens.load(files));
    this.model = new Lazy<>(() -> PooledModel.load(files, settings.pooling()));
    this.identity = new Lazy<>(this::computeIdentity);
    this.helpers = new Lazy<>(this::startHelpers);
    this.reading = new Lazy<>(() -> new Reading(tokens.get()::pieces));
    this.spread =
        new Lazy<>(() -> files instanceof BundledFiles ? BUNDLED_SPREAD : CosineSpread.of(this));
  }

  /**
   * all-MiniLM-L6-v2 in int8: 384 dimensions, English, 23 MB, from a jar on the class path.
   *
   * <p>It reads up to 510 tokens of a text, as many as its position table holds besides the two
   * special tokens. But it was trained on 256, so passages of about 256 tokens suit it best.
   *
   * @return the model, which reads its files on first use
   */
  public static OnnxEmbedder bundled() {
    return new OnnxEmbedder(
        new BundledFiles(),
        new ModelSettings("all-MiniLM-L6-v2-q", 384, 512, Pooling.MEAN, "", ""));
  }

  /**
   * A model in a local folder of the Hugging Face layout: {@code tokenizer.json} and {@code
   * model.onnx} or {@code onnx/model.onnx}, else the best for a CPU of what is there, else {@code
   * model.pt} or another file in TorchScript. Read if present: {@code config.json}, {@code
   * tokenizer_config.json} and {@code sentence_bert_config.json} for the maximum length, {@code
   * 1_Pooling/config.json} for mean or cls pooling (default mean), {@code
   * config_sentence_transformers.json} for the prompts named {@code query} and {@code passage} or
   * {@code document}, {@code modules.json} to reject unsupported layers.
   *
   * @param folder the model's folder
   * @return the model, which reads its files on first use
   * @throws RaggedException if a file is missing or needs something unsupported; it names the file
   */
  public static OnnxEmbedder fromFolder(Path folder) {
    return fromFolder(folder, null);
  }

  /**
   * The same with one of several exports.
   *
   * @param folder the model's folder
   * @param file the ONNX file in the folder or in its {@code onnx}, such as {@code model_int8}, or
   *     one in TorchScript, such as {@code model.pt}; null for the same as without
   * @return the model, which reads its files on first use
   */
  public static OnnxEmbedder fromFolder(Path folder, String file) {
    return new OnnxEmbedder(
        new FolderFiles(folder, file, false), FolderSettings.read(folder, null));
  }

  /**
   * The same for a model as it was published, in a folder that {@link HubModels} has made. Prompts
   * and pooling that its files do not state are those that models of its name were trained with,
   * where they are known here.
   *
   * @param name such as {@code intfloat/multilingual-e5-small}
   */
  static OnnxEmbedder published(String name, Path folder, String file) {
    return new OnnxEmbedder(new FolderFiles(folder, file, true), FolderSettings.read(folder, name));
  }

  /**
   * The names of models that {@link #fromJar} knows.
   *
   * @return names, sorted
   */
  public static List<String> jarNames() {
    return JarFiles.NAMES;
  }

  /**
   * A model from one of LangChain4j's model jars, with the prompts and the pooling that it was
   * trained with. It reads up to 512 tokens at once, special tokens and prompt included.
   *
   * @param name one of {@link #jarNames()}
   * @param folders where to look for the jar if it is not on the class path
   * @return the model, which reads its files on first use
   * @throws RaggedException if it is nowhere; it names the jar
   */
  public static OnnxEmbedder fromJar(String name, List<Path> folders) {
    if (name.equals(BUNDLED)) {
      return bundled();
    }
    Training training = Training.of(name).orElseThrow();
    return new OnnxEmbedder(
        JarFiles.find(name, folders),
        new ModelSettings(
            name, 384, 512, training.pooling(), training.passagePrompt(), training.queryPrompt()));
  }

  /**
   * The lengths that the vectors of a model in a folder may be cut to, because it was trained for
   * it, as {@code truncate_dim} in {@code config_sentence_transformers.json} or {@code
   * matryoshka_dimensions} in {@code config.json} say. Empty where they say none.
   *
   * @param folder the model's folder
   * @return lengths in values, ascending
   */
  public static Set<Integer> shorterLengths(Path folder) {
    return FolderSettings.shorterLengths(folder);
  }

  /**
   * The same model on fewer processors; this one is to be closed all the same.
   *
   * @param threads how many texts to embed at a time, at least 1
   * @return an embedder with files and settings of its own
   */
  public OnnxEmbedder withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("There must be at least 1 thread, got " + threads + ".");
    }
    return new OnnxEmbedder(files, settings, threads);
  }

  @Override
  public ModelIdentity identity() {
    return whileOpen(identity::get);
  }

  @Override
  public int maxTokens() {
    return whileOpen(() -> maxTokens(settings.passagePrompt()));
  }

  @Override
  public Tokenizer tokenizer() {
    return text -> whileOpen(() -> tokens.get().tokenEnds(text));
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return whileOpen(() -> embedAll(List.copyOf(texts)));
  }

  @Override
  public float[] embedQuery(String text) {
    return whileOpen(() -> embedTruncated(text));
  }

  @Override
  public double reading(String text) {
    return whileOpen(() -> reading.get().of(text));
  }

  @Override
  public double spread() {
    return whileOpen(spread::get);
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        helpers.ifPresent(ExecutorService::shutdown);
        model.ifPresent(PooledModel::close);
        tokens.ifPresent(ModelTokens::close);
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private <T> T whileOpen(Supplier<T> action) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The embedder is closed.");
      }
      return action.get();
    } finally {
      use.readLock().unlock();
    }
  }

  private int maxTokens(String prompt) {
    ModelTokens t = tokens.get();
    int max =
        settings.sequenceLength() - t.before().length - t.after().length - promptTokens(prompt);
    if (max < 1) {
      throw new RaggedException(
          "The model's prompt leaves no room for a text; shorten it in the model's folder.");
    }
    return max;
  }

  private int promptTokens(String prompt) {
    return prompt.isEmpty() ? 0 : tokens.get().ids(prompt).length;
  }

  /** The calling thread works too, so a busy pool only means less help, never waiting. */
  private List<float[]> embedAll(List<String> texts) {
    float[][] vectors = new float[texts.size()][];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch unfinished = new CountDownLatch(vectors.length);
    Thread caller = Thread.currentThread();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < vectors.length; i = next.getAndIncrement()) {
            try {
              if (failure.get() == null) {
                if (Thread.currentThread() == caller) {
                  OperationInterruptedException.throwIfInterrupted("Embedding");
                }
                vectors[i] = embedPassage(texts.get(i));
              }
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            } finally {
              unfinished.countDown();
            }
          }
        };
    for (int i = 1; i < Math.min(parallelism, vectors.length); i++) {
      helpers.get().execute(work);
    }
    work.run();
    awaitUninterruptibly(unfinished);
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
    return Arrays.asList(vectors);
  }

  /** The rest takes no longer than one text, so an interrupt can wait. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private float[] embedPassage(String text) {
    ModelTokens t = tokens.get();
    String prompt = settings.passagePrompt();
    long[] ids = t.ids(prompt + text);
    int lead = promptTokens(prompt);
    int max = maxTokens(prompt);
    if (ids.length <= lead + max) {
      return model.get().embed(sequence(t, ids, 0, 0, ids.length));
    }
    float[] mean = null;
    for (int from = lead; from < ids.length; from += max) {
      int to = Math.min(ids.length, from + max);
      float[] window = model.get().embed(sequence(t, ids, lead, from, to));
      if (mean == null) {
        mean = window;
      } else {
        for (int i = 0; i < mean.length; i++) {
          mean[i] += window[i];
        }
      }
    }
    return UnitVectors.normalise(mean);
  }

  private float[] embedTruncated(String text) {
    ModelTokens t = tokens.get();
    String prompt = settings.queryPrompt();
    long[] ids = t.ids(prompt + text);
    int max = promptTokens(prompt) + maxTokens(prompt);
    if (ids.length > max && warned.compareAndSet(false, true)) {
      LOG.warn(
          "A question of {} tokens was truncated to the {} that the model reads.", ids.length, max);
    }
    return model.get().embed(sequence(t, ids, 0, 0, Math.min(max, ids.length)));
  }

  /** Special tokens around the first {@code lead} ids and those from {@code from} to {@code to}. */
  private static long[] sequence(ModelTokens t, long[] ids, int lead, int from, int to) {
    long[] before = t.before();
    long[] after = t.after();
    long[] sequence = new long[before.length + lead + to - from + after.length];
    System.arraycopy(before, 0, sequence, 0, before.length);
    System.arraycopy(ids, 0, sequence, before.length, lead);
    System.arraycopy(ids, from, sequence, before.length + lead, to - from);
    System.arraycopy(after, 0, sequence, sequence.length - after.length, after.length);
    return sequence;
  }

  private ExecutorService startHelpers() {
    return Executors.newFixedThreadPool(
        Math.max(1, parallelism - 1),
        task -> {
          Thread thread = new Thread(task, "ragged-embed");
          thread.setDaemon(true);
          return thread;
        });
  }

  private ModelIdentity computeIdentity() {
    try {
      MessageDigest digest = Sha256.newDigest();
      String all = String.join("\n", files.digests()) + "\n" + settings.canonical();
      digest.update(all.getBytes(StandardCharsets.UTF_8));
      int dimension = settings.dimension() > 0 ? settings.dimension() : model.get().dimension();
      return new ModelIdentity(
          settings.name(), dimension, "sha256:" + HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new RaggedException("The model's files cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
