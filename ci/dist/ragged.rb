# Homebrew's formula; ci/dist.sh fills in what stands between at signs.
class Ragged < Formula
  desc "Finds the passages of your documents that answer a question"
  homepage "@URL@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    depends_on "openjdk@17"
    on_arm do
      url "@URL@/ragged-@VERSION@-macosx-arm64.tar.gz"
      sha256 "@macosx-arm64@"
    end
    on_intel do
      url "@URL@/ragged-@VERSION@-macosx-x86_64.tar.gz"
      sha256 "@macosx-x86_64@"
    end
  end
  on_linux do
    on_arm do
      depends_on "openjdk@17"
      url "@URL@/ragged-@VERSION@-linux-arm64.tar.gz"
      sha256 "@linux-arm64@"
    end
    on_intel do
      url "@URL@/ragged-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@linux-x86_64@"
    end
  end

  def install
    libexec.install Dir["*"]
    # A Java runtime in the archive comes first.
    (bin/"ragged").write_env_script libexec/"ragged", Language::Java.overridable_java_home_env("17")
  end

  test do
    (testpath/"tea.md").write "Green tea is steeped at eighty degrees."
    system bin/"ragged", "add", "tea.md", "--data-dir", "data"
    assert_match "tea.md", shell_output("#{bin}/ragged search tea --data-dir data --json")
  end
end
