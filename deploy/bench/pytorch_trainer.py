#!/usr/bin/env python3
"""The training step of `./unstir bench trainer` in eager PyTorch, to be timed beside Unstir's.

The same network (diffusers' UNet2DModel of this shape, 6,803,715 parameters), the same batch, objective, clipping, AdamW and
moving average, each with what PyTorch offers for it: `group_norm`, `silu`, `scaled_dot_product_attention`, `AdamW` and
`clip_grad_norm_` as they are by default.

    pytorch_trainer.py [--batch N] [--size N] [--threads N] [--steps N]

With --steps it trains so many steps and prints how many it does a second. Without, it tells what it is in a line of JSON and
answers each line `STEPS` on stdin with one: the seconds they took and the last loss.
"""

import argparse
import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

CHANNELS = (64, 128, 128)
BLOCKS = 2
ATTENTION_LEVELS = (1, 2)
HEADS = 16
GROUPS = 8
PARAMETERS = 6_803_715
TIMESTEPS = 1000
EMA_DECAY = 0.999


class ResidualBlock(nn.Module):
    """The time is added between the convolutions (Ho et al. 2020)."""

    def __init__(self, channels, out, embedding):
        super().__init__()
        self.norm1 = nn.GroupNorm(GROUPS, channels)
        self.conv1 = nn.Conv2d(channels, out, 3, padding=1)
        self.time = nn.Linear(embedding, out)
        self.norm2 = nn.GroupNorm(GROUPS, out)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        self.shortcut = nn.Conv2d(channels, out, 1) if channels != out else nn.Identity()

    def forward(self, x, embedding):
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.norm2(h + self.time(embedding)[:, :, None, None])
        return self.shortcut(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Self-attention over the pixels, around a shortcut."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.query = nn.Linear(channels, channels)
        self.key = nn.Linear(channels, channels)
        self.value = nn.Linear(channels, channels)
        self.output = nn.Linear(channels, channels)

    def forward(self, x):
        b, c, height, width = x.shape
        pixels = self.norm(x).reshape(b, c, height * width).transpose(1, 2)
        q, k, v = (
            part(pixels).reshape(b, -1, HEADS, c // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = attend(q, k, v).transpose(1, 2).reshape(b, height * width, c)
        return x + self.output(mixed).transpose(1, 2).reshape(x.shape)


def attend(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v)
    scores = q / math.sqrt(q.shape[-1]) @ k.transpose(-1, -2)
    return torch.softmax(scores, dim=-1) @ v


class Level(nn.Module):
    """Blocks of one resolution, with the attention after each, and what leads to the next."""

    def __init__(self, inputs, out, embedding, attended, resize):
        super().__init__()
        self.blocks = nn.ModuleList(ResidualBlock(channels, out, embedding) for channels in inputs)
        self.attentions = nn.ModuleList(Attention(out) if attended else nn.Identity() for _ in inputs)
        self.resize = resize

    def step(self, i, x, embedding):
        return self.attentions[i](self.blocks[i](x, embedding))


class UNet(nn.Module):
    def __init__(self, image_channels=3):
        super().__init__()
        first, last, embedding = CHANNELS[0], CHANNELS[-1], 4 * CHANNELS[0]
        self.time1 = nn.Linear(first, embedding)
        self.time2 = nn.Linear(embedding, embedding)
        self.input = nn.Conv2d(image_channels, first, 3, padding=1)
        skips = [first]
        self.down = nn.ModuleList()
        channels = first
        for l, out in enumerate(CHANNELS):
            inputs = [channels] + [out] * (BLOCKS - 1)
            skips += [out] * BLOCKS
            resize = nn.Conv2d(out, out, 3, stride=2, padding=1) if l + 1 < len(CHANNELS) else None
            if resize is not None:
                skips.append(out)
            self.down.append(Level(inputs, out, embedding, l in ATTENTION_LEVELS, resize))
            channels = out
        self.middle1 = ResidualBlock(last, last, embedding)
        self.middle_attention = Attention(last)
        self.middle2 = ResidualBlock(last, last, embedding)
        self.up = nn.ModuleList()
        for l, out in reversed(list(enumerate(CHANNELS))):
            inputs = []
            for _ in range(BLOCKS + 1):
                inputs.append(channels + skips.pop())
                channels = out
            resize = nn.Conv2d(out, out, 3, padding=1) if l > 0 else None
            self.up.append(Level(inputs, out, embedding, l in ATTENTION_LEVELS, resize))
        self.output_norm = nn.GroupNorm(GROUPS, first)
        self.output = nn.Conv2d(first, image_channels, 3, padding=1)
        half = first // 2
        frequencies = torch.exp(-math.log(10_000) * torch.arange(half) / half)
        self.register_buffer("frequencies", frequencies)

    def forward(self, x, timestep):
        angles = timestep[:, None] * self.frequencies[None]
        embedding = torch.cat([torch.cos(angles), torch.sin(angles)], dim=1)
        embedding = F.silu(self.time2(F.silu(self.time1(embedding))))
        h = self.input(x)
        skips = [h]
        for level in self.down:
            for i in range(BLOCKS):
                h = level.step(i, h, embedding)
                skips.append(h)
            if level.resize is not None:
                h = level.resize(h)
                skips.append(h)
        h = self.middle2(self.middle_attention(self.middle1(h, embedding)), embedding)
        for level in self.up:
            for i in range(BLOCKS + 1):
                h = level.step(i, torch.cat([h, skips.pop()], dim=1), embedding)
            if level.resize is not None:
                h = level.resize(F.interpolate(h, scale_factor=2.0, mode="nearest"))
        return self.output(F.silu(self.output_norm(h)))


class Trainer:
    """Ho et al. 2020, algorithm 1, with v-prediction and the cosine schedule, as Unstir's defaults have it."""

    def __init__(self, batch, size):
        torch.manual_seed(1)
        self.network = UNet()
        count = sum(p.numel() for p in self.network.parameters())
        assert count == PARAMETERS, f"{count} parameters, not {PARAMETERS}"
        matrices = [p for p in self.network.parameters() if p.dim() > 1]
        vectors = [p for p in self.network.parameters() if p.dim() <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}],
            lr=1e-4,
            betas=(0.9, 0.99),
        )
        self.average = [p.detach().clone() for p in self.network.parameters()]
        times = torch.arange(TIMESTEPS + 1) / TIMESTEPS
        cosine = torch.cos((times + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = (1 - cosine[1:] / cosine[:-1]).clamp(max=0.999)
        self.abar = torch.cumprod(1 - betas, dim=0)
        self.data = torch.rand(8 * batch, 3, size, size) * 2 - 1
        self.batch = batch
        self.step = 0

    def learn(self):
        rows = torch.randint(len(self.data), (self.batch,))
        image = self.data[rows]
        t = torch.randint(TIMESTEPS, (self.batch,))
        noise = torch.randn_like(image)
        signal = self.abar[t].sqrt()[:, None, None, None]
        sigma = (1 - self.abar[t]).sqrt()[:, None, None, None]
        predicted = self.network(signal * image + sigma * noise, t.float())
        loss = F.mse_loss(predicted, signal * noise - sigma * image)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(EMA_DECAY, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, weight in zip(self.average, self.network.parameters()):
                mean.lerp_(weight, 1 - keep)
        return loss.item()

    def time(self, steps):
        begin = time.perf_counter()
        for _ in range(steps):
            loss = self.learn()
        return {"steps": steps, "seconds": time.perf_counter() - begin, "loss": loss}


def main():
    options = argparse.ArgumentParser(description="Times a training step in eager PyTorch.")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--size", type=int, default=32)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--steps", type=int, help="train so many and end")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    trainer = Trainer(chosen.batch, chosen.size)
    if chosen.steps:
        trainer.time(1)
        print("%.3f steps/s" % (chosen.steps / trainer.time(chosen.steps)["seconds"]))
        return
    about = {
        "torch": torch.__version__,
        "build": torch.__config__.show(),
        "threads": torch.get_num_threads(),
        "parameters": PARAMETERS,
    }
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        print(json.dumps(trainer.time(int(line))), flush=True)


if __name__ == "__main__":
    main()
