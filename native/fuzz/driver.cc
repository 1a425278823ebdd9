// Runs a fuzz target if the compiler has no libFuzzer: each file of a corpus unchanged, then
// mutated at random until the time is over. Usage: TARGET CORPUS SECONDS [SEED]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

using Bytes = std::vector<uint8_t>;

void run(const Bytes& input) {
  const Bytes exact(input);  // of exactly that size, so that a read beyond its end is detected
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void mutate(std::mt19937_64* random, const std::vector<Bytes>& corpus, Bytes* input) {
  const uint64_t extremes[] = {0, 1, 2, 0x7f, 0xff, 0xffff, 0x7fffffff, 0xffffffff, ~uint64_t{0}};
  for (uint64_t rounds = 1 + (*random)() % 4; rounds > 0; --rounds) {
    if (input->size() < 16) return;
    const size_t at = (*random)() % (input->size() - 8);
    const size_t length = 1 + (*random)() % std::min<size_t>(64, input->size() - at);
    const auto begin = input->begin() + static_cast<std::ptrdiff_t>(at);
    switch ((*random)() % 6) {
      case 0:
        (*input)[at] = static_cast<uint8_t>((*random)());
        break;
      case 1: {
        const uint64_t value = extremes[(*random)() % std::size(extremes)];
        std::memcpy(&(*input)[at], &value, size_t{1} << ((*random)() % 4));
        break;
      }
      case 2: {  // a little more or less, like wrong counts and offsets
        uint32_t value = 0;
        std::memcpy(&value, &(*input)[at], sizeof value);
        value += static_cast<uint32_t>((*random)() % 9) - 4;
        std::memcpy(&(*input)[at], &value, sizeof value);
        break;
      }
      case 3:
        input->erase(begin, begin + static_cast<std::ptrdiff_t>(length));
        break;
      case 4: {
        const Bytes& other = corpus[(*random)() % corpus.size()];
        if (other.size() > at + length) {
          std::memcpy(&(*input)[at], &other[at], std::min(length, input->size() - at));
        }
        break;
      }
      default: {
        const Bytes again(begin, begin + static_cast<std::ptrdiff_t>(length));
        input->insert(begin, again.begin(), again.end());
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: " << argv[0] << " CORPUS SECONDS [SEED]" << std::endl;
    return 2;
  }
  const uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : std::random_device()();
  std::mt19937_64 random(seed);
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(argv[1])) {
    if (file.is_regular_file()) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());  // or a seed would not mean the same inputs everywhere
  std::vector<Bytes> corpus;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    run(corpus.back());
  }
  if (corpus.empty()) {
    std::cerr << "no files in " << argv[1] << std::endl;
    return 2;
  }
  std::cout << argv[0] << ", seed " << seed << std::endl;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[2]));
  uint64_t runs = 0;
  for (; std::chrono::steady_clock::now() < end; ++runs) {
    Bytes input = corpus[random() % corpus.size()];
    mutate(&random, corpus, &input);
    run(input);
  }
  std::cout << runs << " inputs without a crash" << std::endl;
  return 0;
}
