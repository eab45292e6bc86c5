"""Makes managed-policies.txt and managed-policies.bin beside it: every policy that AWS manages.

The documents are AWS's own, as moto's "make aws_managed_policies" reads them from iam:ListPolicies and iam:GetPolicyVersion and commits them (moto/iam/aws_managed_policies.py,
Apache License 2.0). Nothing is downloaded here, or in any test: get moto first (pip install moto), then

    python3 make.py

A document that AWS has published since moto read it stands in the folder newer, with its ARN, and takes the place of moto's.

The text lists the policies: name, path and the size of its document, in blocks. Each block is the documents of its policies one after another, in JSON without white space, compressed
(zlib, RFC 1950); its own line gives its compressed size.
"""

import importlib.metadata
import importlib.util
import json
import pathlib
import zlib

# Characters of a block before it is compressed: larger ones are smaller together, and slower to read one policy from.
BLOCK = 128 * 1024


def policies():
    # The module alone: all of moto is slow to load.
    folder = pathlib.Path(importlib.util.find_spec("moto").origin).parent
    spec = importlib.util.spec_from_file_location("policies", folder / "iam" / "aws_managed_policies.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    documents = json.loads(module.aws_managed_policies_data)
    for file in (pathlib.Path(__file__).parent / "newer").glob("*.json"):
        newer = json.loads(file.read_text())
        documents[file.stem] = {"Document": newer["Document"], "Path": newer["Arn"].partition(":policy")[2].removesuffix(file.stem)}
    return documents


def blocks(documents):
    block, size = [], 0
    for name in sorted(documents):
        text = json.dumps(documents[name]["Document"], separators=(",", ":"), ensure_ascii=False).encode()
        block.append((name, documents[name]["Path"], text))
        size += len(text)
        if size >= BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def main():
    here = pathlib.Path(__file__).parent
    lines = [
        "# Every policy that AWS manages, made by make.py beside this from moto %s (Apache License 2.0), moto/iam/aws_managed_policies.py." % importlib.metadata.version("moto"),
        "# A line with a number alone begins a block: its compressed size. Beneath it its policies: name, path, size of the document.",
    ]
    compressed = b""
    for block in blocks(policies()):
        data = zlib.compress(b"".join(text for _, _, text in block), 9)
        compressed += data
        lines.append(str(len(data)))
        lines.extend(f"{name}\t{path}\t{len(text)}" for name, path, text in block)
    (here / "managed-policies.txt").write_text("\n".join(lines) + "\n")
    (here / "managed-policies.bin").write_bytes(compressed)


if __name__ == "__main__":
    main()
