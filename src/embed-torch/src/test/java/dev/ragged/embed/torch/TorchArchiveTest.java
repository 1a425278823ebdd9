package dev.ragged.embed.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.RaggedException;
import dev.ragged.embed.OnnxEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before PyTorch sees a file; needs no PyTorch. */
class TorchArchiveTest {
  private static final String CODE = "def forward(self, input_ids: Tensor) -> Tensor:\n  ";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void makeFolder() throws IOException {
    model = folder.resolve("model.pt");
    String tokenizer = "/all-minilm-l6-v2-q-tokenizer.json";
    try (InputStream stream = OnnxEmbedder.class.getResourceAsStream(tokenizer)) {
      Files.copy(stream, folder.resolve("tokenizer.json"));
    }
  }

  /** A file as PyTorch lays it out. */
  private void write(Map<String, String> changes) throws IOException {
    Map<String, String> entries =
        new TreeMap<>(
            Map.of(
                "model/code/__torch__/models.py",
                CODE + "return torch.embedding(self.w, input_ids)",
                "model/data.pkl",
                "c__torch__.models\nModel\n",
                "model/constants.pkl",
                "",
                "model/data/0",
                "weights".repeat(100)));
    entries.putAll(changes);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, String> each : entries.entrySet()) {
        byte[] content = each.getValue().getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
  }

  private String refused() {
    try (OnnxEmbedder embedder = OnnxEmbedder.fromFolder(folder)) {
      RaggedException e =
          assertThrows(RaggedException.class, () -> embedder.embed(List.of("A text.")));
      assertEquals(1, e.getMessage().lines().count(), e::getMessage);
      return e.getMessage();
    }
  }

  @Test
  void should_name_the_jars_that_are_missing() throws IOException {
    String library = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/libtorch.so";
    assumeTrue(Loader.class.getResource(library) == null, "PyTorch is on the class path");
    write(Map.of());
    String said = refused();
    assertTrue(said.startsWith("PyTorch cannot be loaded: "), said);
    assertTrue(said.contains("the classifier " + Loader.getPlatform()), said);
  }

  @Test
  void should_pass_code_that_computes() throws IOException {
    for (String code :
        List.of(
            "return getattr(self.layer, \"0\")",
            "return ops.quantized.linear_dynamic(x, w)",
            "return ops.prim.NumToTensor(torch.size(x, 0))",
            "return torch.from_float(self.saved_printer)",
            "raise AssertionError(\"no\\n tokens\")")) {
      write(Map.of("model/code/__torch__/a.py", CODE + code));
      TorchArchive.requireHarmless(model);
    }
    write(Map.of("model/data.pkl", "c__torch__.torch.classes.quantized.LinearPackedParamsBase\n"));
    TorchArchive.requireHarmless(model);
  }

  @Test
  void should_refuse_code_that_could_do_harm() throws IOException {
    for (String code :
        List.of(
            "return torch.from_file(\"/etc/passwd\", False, 4)",
            "_0 = torch.save(x, \"file\")",
            "_0 = x.save(\"file\")",
            "_0 = torch . from_file (\"file\")",
            "print(\"hello\")",
            "_0 = ops.prim.Print(\"hello\")",
            "_0 = ops.rpc.rpc_async(x)",
            "_0 = ops . c10d . broadcast_(x)",
            "_0 = getattr(torch, \"\\163ave\")(x, \"file\")",
            "_0 = __torch__.torch.classes.aoti.Runner(\"library.so\")")) {
      write(Map.of("model/code/__torch__/a.py", CODE + code));
      assertTrue(refused().contains(" wants to use '"), code);
    }
    for (String name : List.of("data.pkl", "constants.pkl", "extra/x.pkl")) {
      write(Map.of("model/" + name, "c__torch__.torch.classes._nnapi.Compilation\n"));
      assertTrue(refused().contains("'torch.classes._nnapi.Compilation'"), name);
    }
  }

  @Test
  void should_refuse_what_is_damaged_or_something_else() throws IOException {
    Files.writeString(model, "<html>not found</html>");
    assertTrue(refused().contains("is damaged"));
    write(Map.of());
    byte[] whole = Files.readAllBytes(model);
    for (int length = 0; length < whole.length; length += 101) {
      Files.write(model, Arrays.copyOf(whole, length));
      assertTrue(refused().contains("is damaged"), "cut to " + length);
    }
    byte[] changed = whole.clone();
    changed[new String(whole, StandardCharsets.ISO_8859_1).indexOf("weightsweights") + 50]++;
    Files.write(model, changed);
    assertTrue(refused().contains("is damaged"), "a weight");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
      zip.putNextEntry(new ZipEntry("weights/data.pkl")); // what torch.save writes
    }
    assertTrue(refused().contains("torch.jit.save"));
  }

  @Test
  void should_refuse_two_files_of_one_name() throws IOException {
    write(Map.of("model/data/z", "weights".repeat(100)));
    byte[] bytes = Files.readAllBytes(model);
    byte[] name = "model/data/z".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i <= bytes.length - name.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i + name.length - 1] = '0';
      }
    }
    Files.write(model, bytes);
    assertTrue(refused().contains("is damaged"));
  }
}
