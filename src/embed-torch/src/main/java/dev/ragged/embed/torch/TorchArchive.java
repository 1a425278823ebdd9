package dev.ragged.embed.torch;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A file in TorchScript: a zip archive of weights and of the model's code. PyTorch runs that code,
 * some of it while it loads, and does not compare checksums; so this is done before.
 *
 * <p>The code has no way out of the process but by operators that read or write a file, print, or
 * call another machine, and by classes that load libraries. What names one of these is refused.
 */
final class TorchArchive {
  private static final int MAX_CODE_BYTES = 16 << 20;

  /** Below the archive's one top folder. */
  private static final Pattern CODE = Pattern.compile("[^/]+/code/.*\\.py");

  private static final Pattern OBJECTS = Pattern.compile("[^/]+/(?!code/)(.*/)?[^/]*\\.pkl");

  /**
   * Operators by their names alone, as code can write them in several ways. All but a few
   * namespaces are closed. A name may be given to {@code getattr} as a string, but not in disguise.
   */
  private static final List<Pattern> HARMFUL_CODE =
      List.of(
          Pattern.compile("\\b(from_file|save|_?[Pp]rint|load_tensor|rpc_\\w+)\\b"),
          Pattern.compile("\\bops\\s*\\.\\s*(?!(?:aten|prim|quantized)\\b)\\w+"),
          Pattern.compile("\\bgetattr\\s*\\([^)]*\\\\"));

  private static final Pattern HARMFUL_CLASS =
      Pattern.compile("torch\\.classes\\.(?!(?:quantized|rnn)\\.)\\w+(\\.\\w+)?");

  private TorchArchive() {}

  /**
   * Passes a file that is whole and whose code keeps to itself.
   *
   * @throws RaggedException if it is not
   */
  static void requireHarmless(Path model) throws IOException {
    try (ZipFile zip = new ZipFile(model.toFile())) {
      Set<String> names = new HashSet<>();
      boolean hasCode = false;
      for (ZipEntry entry : zip.stream().toList()) {
        boolean isCode = CODE.matcher(entry.getName()).matches();
        boolean isObjects = OBJECTS.matcher(entry.getName()).matches();
        hasCode |= isCode;
        // Of two with one name, PyTorch could read the other.
        if (!names.add(entry.getName())
            || (isCode || isObjects) && entry.getSize() > MAX_CODE_BYTES) {
          throw damaged(model);
        }
        byte[] content = read(zip, entry, isCode || isObjects, model);
        if (isCode || isObjects) {
          String text = new String(content, StandardCharsets.ISO_8859_1);
          requireHarmless(text, isCode ? HARMFUL_CODE : List.of(), model);
        }
      }
      if (!hasCode) {
        throw new RaggedException(
            "The model " + model + " is not in TorchScript; save it with torch.jit.save.");
      }
    } catch (ZipException e) {
      throw damaged(model);
    }
  }

  /** Reads an entry to its end; null for one whose bytes are not wanted. */
  private static byte[] read(ZipFile zip, ZipEntry entry, boolean wanted, Path model)
      throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] content = null;
      if (wanted) {
        content = in.readNBytes(MAX_CODE_BYTES);
      } else {
        in.transferTo(OutputStream.nullOutputStream());
      }
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw damaged(model);
      }
      return content;
    }
  }

  private static void requireHarmless(String text, List<Pattern> code, Path model) {
    for (Pattern harmful : code) {
      refuse(harmful.matcher(text), model);
    }
    refuse(HARMFUL_CLASS.matcher(text), model);
  }

  private static void refuse(Matcher matcher, Path model) {
    if (matcher.find()) {
      throw new RaggedException(
          "The model "
              + model
              + " wants to use '"
              + matcher.group().replaceAll("\\s+", " ")
              + "', which a model has no need of; use one from a source that you trust.");
    }
  }

  private static RaggedException damaged(Path model) {
    return new RaggedException(
        "The model cannot be loaded: " + model + " is damaged; fetch or save it again.");
  }
}
