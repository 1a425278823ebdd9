"""Makes models in TorchScript for tests: python torchscript.py FOLDER, by the Python of `ci/python.sh leann-models`.

FOLDER/minilm is all-MiniLM-L6-v2 as PyTorch traces it, with what sentence-transformers makes of some texts beside it.
FOLDER/small has models of one table each, which differ in what they take, give and do.
"""

import shutil
import sys
import warnings
from pathlib import Path
from typing import Dict, Tuple

import torch
from sentence_transformers import SentenceTransformer
from transformers import AutoModel

PACKAGED = Path(sys.prefix, "all-MiniLM-L6-v2")
TEXTS = [
    "tea",
    "The index keeps no vectors.",
    "Green tea is steeped at eighty degrees for two minutes, black tea in boiling water for four.",
    "Die Brücke über den Fluss wurde 1901 gebaut.",
]


def minilm(folder):
    shutil.copytree(PACKAGED, folder, ignore=shutil.ignore_patterns("*.safetensors", "README.md", "vocab.txt"))
    # The mask is a sum and not a switch in this implementation, so that a trace holds for texts of all lengths.
    model = AutoModel.from_pretrained(PACKAGED, attn_implementation="eager", torchscript=True).eval()
    tokens = torch.tensor([[101, 5572, 102]])
    torch.jit.trace(model, (tokens, torch.ones_like(tokens))).save(str(folder / "model.pt"))
    vectors = SentenceTransformer(str(PACKAGED), device="cpu").encode(TEXTS, batch_size=1, normalize_embeddings=True)
    lines = ["\t".join([text, *map(str, vector.tolist())]) for text, vector in zip(TEXTS, vectors)]
    (folder / "reference.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Table(torch.nn.Module):
    def __init__(self):
        super().__init__()
        generator = torch.Generator().manual_seed(1)
        self.table = torch.nn.Parameter(torch.randn(31_000, 8, generator=generator))


class Tokens(Table):
    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor):
        return self.table[input_ids] * attention_mask.unsqueeze(2)


class Text(Table):
    def forward(self, input_ids: torch.Tensor):
        return self.table[input_ids].mean(1)


class Named(Table):
    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {"pooler_output": self.table[token_type_ids], "last_hidden_state": self.table[input_ids]}


class Pair(Table):
    def forward(self, x: torch.Tensor, y: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        return self.table[x], y


class Optional(Table):
    def forward(self, input_ids: torch.Tensor, scale: float = 1.0):
        return self.table[input_ids] * scale


class Half(Table):
    def forward(self, input_ids: torch.Tensor):
        return self.table[input_ids].half()


class Number(Table):
    def forward(self, input_ids: torch.Tensor):
        return len(input_ids)


class Fixed(Table):
    def forward(self, input_ids: torch.Tensor):
        return self.table[input_ids.expand(1, 4)]


class Picture(Table):
    def forward(self, input_ids: torch.Tensor, pixel_values: torch.Tensor):
        return self.table[input_ids] + pixel_values


class ReadsFile(Table):
    def forward(self, input_ids: torch.Tensor):
        return torch.from_file("/etc/hostname", False, 8, dtype=torch.uint8).to(torch.float).unsqueeze(0)


class WritesFile(Table):
    def forward(self, input_ids: torch.Tensor):
        torch.save(input_ids, "written-by-a-model")
        return self.table[input_ids]


class Prints(Table):
    def forward(self, input_ids: torch.Tensor):
        print("hello")
        return self.table[input_ids]


def main(target):
    warnings.simplefilter("ignore")
    folder = Path(target)
    shutil.rmtree(folder, ignore_errors=True)
    small = folder / "small"
    small.mkdir(parents=True)
    minilm(folder / "minilm")
    shutil.copy(folder / "minilm" / "tokenizer.json", small)
    for kind in (Tokens, Text, Named, Pair, Optional, Half, Number, Fixed, Picture, ReadsFile, WritesFile, Prints):
        torch.jit.script(kind()).save(str(small / f"{kind.__name__}.pt"))
    torch.save(Tokens().state_dict(), small / "Weights.pt")


if __name__ == "__main__":
    main(*sys.argv[1:])
