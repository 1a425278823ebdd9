package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodeReaderTest {
  private static final int SIZE = 60;
  private static final WordTokenizer TOKENIZER = new WordTokenizer();

  private static Document read(String name, String source) throws UnusableFileException {
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    Input input = new Input(bytes, name, MediaType.TEXT_PLAIN, 1 << 24);
    return new CodeReader().read(input).get(0);
  }

  private static List<Passage> passages(String name, String source) throws UnusableFileException {
    Document document = read(name, source);
    SlicedPassages passages = new SlicedPassages(name, "digest", null);
    passages.add(document, new Chunker(TOKENIZER, SIZE, 8).cut(document));
    List<Passage> ordered = new ArrayList<>(passages.inOrderOfWriting());
    ordered.add(0, ordered.remove(ordered.size() - 1));
    return ordered;
  }

  private static Object symbol(Passage passage) {
    return passage.metadata().get(Metadata.SYMBOL).orElse("");
  }

  private static List<Object> symbols(List<Passage> passages) {
    return passages.stream().map(CodeReaderTest::symbol).toList();
  }

  static Stream<Arguments> languages() {
    return Stream.of(
        Arguments.of(
            "A.java",
            "package a;\n/** Doc. */\npublic class A<T> {\n  int x;\n  @Override\n  public int f() { return 1; }\n"
                + "  A() {}\n  record B(int y) { int g() { return y; } }\n  enum C { ONE { void h() {} } }\n}\n",
            List.of("A", "A.f", "A.A", "A.B", "A.B.g", "A.C")),
        Arguments.of(
            "a.py",
            "import os\n\n# About f.\n@cached\ndef f(x):\n    return x\n\nclass A(B):\n    '''Doc.'''\n"
                + "    async def g(self):\n        pass\n\nif os.name:\n    pass\n",
            List.of("f", "A", "A.g")),
        Arguments.of(
            "a.js",
            "'use strict';\nconst f = (a) => a;\nexport default function g() {}\nclass A {\n  m() {}\n}\n"
                + "app.use = function (x) {};\nmodule.exports = { A };\n",
            List.of("f", "g", "A", "A.m", "app.use")),
        Arguments.of(
            "a.ts",
            "import x from 'x';\nexport interface I { y: string }\nexport type T = I | null;\n@Dec()\n"
                + "export abstract class A {\n  private m(): void {}\n}\nexport const f = async (): Promise<T> => null;\n"
                + "declare function g(): void;\nnamespace N { export function h() {} }\n",
            List.of("I", "T", "A", "A.m", "f", "g", "N", "N.h")),
        Arguments.of("a.tsx", "export const V = () => <b>x</b>;\n", List.of("V")),
        Arguments.of(
            "a.go",
            "package a\n\n// T is one.\ntype T struct {\n\tx int\n}\n\nfunc (t *T) Get() int { return t.x }\n\nfunc F() {}\n",
            List.of("T", "T.Get", "F")),
        Arguments.of(
            "a.rs",
            "use std::io;\n/// Doc.\n#[derive(Debug)]\npub struct S<T>(T);\nimpl<T> S<T> {\n    fn new() -> Self { todo!() }\n}\n"
                + "mod m { pub fn f() {} }\nmacro_rules! mac { () => {}; }\n",
            List.of("S", "S<T>", "S<T>::new", "m", "m::f", "mac")),
        Arguments.of(
            "a.c",
            "#include <a.h>\n#ifdef X\nstatic char *f(int a)\n{\n  return 0;\n}\n#endif\ntypedef struct { int x; } T;\n"
                + "struct S { int y; };\nint (*g(void))(int) { return 0; }\n",
            List.of("f", "T", "S", "g")),
        Arguments.of(
            "a.h",
            "namespace n {\ntemplate <class T>\nclass A {\n public:\n  A();\n  T f() const { return t; }\n};\n}\n",
            List.of("n", "n::A", "n::A::f")),
        Arguments.of(
            "a.cc", "int& A::f(int x) {\n  return x;\n}\nA::~A() {}\n", List.of("A::f", "A::~A")),
        Arguments.of(
            "a.rb",
            "module M\n  class A\n    # Doc.\n    def f(x)\n      x\n    end\n    def self.g; end\n  end\nend\n",
            List.of("M", "M::A", "M::A::f", "M::A::g")),
        Arguments.of(
            "a.cs",
            "using System;\nnamespace N {\n  /// <summary>Doc.</summary>\n  public class A {\n    public int P { get; set; }\n"
                + "    public A() {}\n    int F() => 1;\n  }\n}\n",
            List.of("N", "N.A", "N.A.P", "N.A.A", "N.A.F")),
        Arguments.of(
            "a.kt",
            "package a\n\n/** Doc. */\nclass A(val x: Int) {\n  fun f(): Int = x\n  companion object { fun g() {} }\n}\n"
                + "object O\nfun h() {}\nabstract class AAbstract\n",
            List.of("A", "A.f", "A.g", "O", "h", "AAbstract")),
        Arguments.of(
            "a.php",
            "<?php\n/** Doc. */\nclass A {\n  public function f($x) { return $x; }\n}\nfunction g() {}\n",
            List.of("A", "A::f", "g")),
        Arguments.of("a.sh", "#!/bin/sh\n# Doc.\nf() {\n  echo 1\n}\nf\n", List.of("f")));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void should_find_functions_and_types(String name, String source, List<String> expected)
      throws Exception {
    Document document = read(name, source);
    assertEquals(
        expected,
        document.sections().stream()
            .filter(Section::isNamed)
            .map(section -> section.metadata().get(Metadata.SYMBOL))
            .toList());
    assertEquals(0, document.sections().get(0).start());
  }

  @Test
  void should_keep_the_comment_with_the_function() throws Exception {
    Document document =
        read("a.py", "# Licence.\n\n\nx = 1  # one\n# About f.\n# More.\n@d\ndef f():\n    pass\n");
    Section f = document.sections().stream().filter(Section::isNamed).findFirst().orElseThrow();
    assertTrue(document.text().startsWith("# About f.\n", f.start()), document.text());
    assertEquals("Python: f\n", f.head());
    assertEquals(Map.of(Metadata.LANGUAGE, "python"), document.metadata());
  }

  private static String function(String name, int statements) {
    StringBuilder text =
        new StringBuilder("  /** Does " + name + ". */\n  void " + name + "() {\n");
    for (int i = 0; i < statements; i++) {
      text.append("    call").append(name).append(i).append("(x);\n");
    }
    return text.append("  }\n\n").toString();
  }

  @Test
  void should_make_one_passage_of_a_class_that_fits() throws Exception {
    List<Passage> passages =
        passages("A.java", "import b.C;\n\nclass A {\n" + function("f", 3) + "}\n");
    assertEquals(List.of("A"), symbols(passages));
    assertTrue(passages.get(0).text().startsWith("Java: A\nimport b.C;"), passages.get(0).text());
  }

  @Test
  void should_make_a_passage_of_each_function_of_a_larger_class() throws Exception {
    String source =
        "import b.C;\nimport b.D;\n\n/** An A. */\nclass A {\n  int x;\n  int y;\n\n"
            + function("first", 5)
            + "  int small() { return 1; }\n\n  int tiny() { return 2; }\n\n"
            + function("second", 6)
            + "}\n";
    List<Passage> passages = passages("A.java", source);
    assertEquals(List.of("", "A", "A.first", "A", "A.second"), symbols(passages));
    assertEquals("import b.C;\nimport b.D;\n\n", passages.get(0).text());
    assertTrue(passages.get(1).text().startsWith("Java: A\n/** An A. */\nclass A {\n  int x;"));
    assertEquals("Java: A.first\n" + function("first", 5), passages.get(2).text());
    assertTrue(passages.get(3).text().contains("small") && passages.get(3).text().contains("tiny"));
    // A brace alone is no passage.
    assertEquals("Java: A.second\n" + function("second", 6) + "}\n", passages.get(4).text());
    assertEquals(9L, passages.get(2).metadata().get(Metadata.START_LINE).orElseThrow());
    assertTogether(source, passages);
  }

  @Test
  void should_cut_a_long_function_at_lines_under_its_signature() throws Exception {
    String source = "class A {\n" + function("longer", 40) + "}\n";
    List<Passage> passages = passages("A.java", source);
    assertTrue(passages.size() > 4, () -> passages.toString());
    int parts = 0;
    for (Passage passage : passages) {
      if (symbol(passage).equals("A.longer")) {
        String begin =
            parts++ == 0 ? "Java: A.longer\n  /** Does" : "Java: A.longer\nvoid longer()\n    call";
        assertTrue(passage.text().startsWith(begin), passage.text());
        assertTrue(passage.text().endsWith("\n"), passage.text());
      }
    }
    assertTogether(source, passages);
  }

  @Test
  void should_keep_a_function_whole_whose_comment_is_too_long() throws Exception {
    String comment = "  /** " + "Some word and another. ".repeat(30) + "*/\n";
    String code = function("f", 6).lines().skip(1).reduce("", (a, b) -> a + b + "\n");
    List<Passage> passages =
        passages("A.java", "class A {\n  void g() {}\n\n" + comment + code + "}\n");
    assertTrue(
        passages.stream().anyMatch(p -> p.text().contains(code.strip())), passages::toString);
    assertFalse(passages.stream().anyMatch(p -> p.text().contains("void f()\n  void f() {")));
  }

  @Test
  void should_find_functions_in_functions() throws Exception {
    String source =
        "(function (root) {\n  'use strict';\n"
            + function("a", 9).replace("void ", "function ")
            + function("b", 9).replace("void ", "function ")
            + "  root.a = a;\n})(this);\n";
    List<Passage> passages = passages("a.js", source);
    assertTrue(symbols(passages).containsAll(List.of("a", "b")), passages::toString);
    assertTogether(source, passages);
  }

  @Test
  void should_count_characters_as_java_does() throws Exception {
    String source =
        "// \uD83D\uDE00 \u00e4\u00f6\u00fc \u4e2d\u6587\r\nclass A {\r\n  String s = \"\uD83D\uDE00\";\r\n"
            + function("f", 7).replace("\n", "\r\n")
            + "}\r\n";
    List<Passage> passages = passages("A.java", source);
    Passage f = passages.stream().filter(p -> symbol(p).equals("A.f")).findFirst().orElseThrow();
    assertTrue(f.text().startsWith("Java: A.f\n  /** Does f."), f.text());
    assertTogether(source, passages);
  }

  /** Passages without what they repeat are the source, and none is too long. */
  private static void assertTogether(String source, List<Passage> passages) {
    StringBuilder together = new StringBuilder();
    for (Passage passage : passages) {
      long repeated = passage.metadata().get(Metadata.OVERLAP_BYTES).map(n -> (Long) n).orElse(0L);
      byte[] bytes = passage.text().getBytes(StandardCharsets.UTF_8);
      int from = (int) repeated;
      together.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
      assertTrue(TOKENIZER.tokenEnds(passage.text()).length <= SIZE, passage.text());
    }
    assertEquals(source, together.toString());
  }

  @Test
  void should_read_what_no_grammar_covers_as_text() throws Exception {
    assertEquals(List.of(), read("a.zig", "fn main() void {}\n").sections());
    String large = "int f() { return 1; }\n".repeat(CodeReader.MAX_BYTES / 20);
    assertEquals(List.of(), read("a.c", large).sections());
  }

  @Test
  void should_read_programs_in_a_process_of_their_own() throws Exception {
    String source = "class A {\n" + function("longer", 40) + "}\n";
    try (ParserProcess process = new ParserProcess(60);
        Extractor extractor = new Extractor(1 << 24, process, new OfficeText())) {
      List<Section> sections =
          extractor.extract(source.getBytes(StandardCharsets.UTF_8), "A.java").get(0).sections();
      assertEquals(read("A.java", source).sections(), sections);
      for (String hostile : List.of("(", "{", "f(function(){", "class A{", "/*", "if(a)")) {
        String text = hostile.repeat(10_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(text, extractor.extract(bytes, "a.js").get(0).text());
      }
    }
  }

  @Test
  void should_read_as_text_what_breaks_the_parser() throws Exception {
    ParserProcess process = new ParserProcess(60, MisbehavingParser.class.getName());
    try (Extractor extractor = new Extractor(1 << 24, process, new OfficeText())) {
      for (String order : List.of("halt", "memory", "malformed")) {
        Document document =
            extractor.extract(order.getBytes(StandardCharsets.UTF_8), "a.py").get(0);
        assertEquals(order, document.text());
        assertEquals(List.of(), document.sections());
      }
    }
  }
}
