"""What every training does alike: its command line, and a step of learning."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

SEED = 0
TELL_EVERY = 25


@dataclass(frozen=True)
class Options:
    """So many `steps`, on from the file `start` if there is one, to the file `out`."""

    steps: int
    start: Path | None
    out: Path

    @property
    def unfinished(self) -> Path:
        """Where what is learned so far is kept."""
        return self.out.with_suffix(".unfinished")

    def finish(self, save: Callable[[Path], None]) -> None:
        """Saves what was learned in the end, in place of what was kept so far."""
        save(self.out)
        self.unfinished.unlink(missing_ok=True)
        print(f"written: {self.out.name}")


def options(said: str | None, steps: int, out: Path) -> Options:
    """What the command line asks for, `steps` and `out` by default; and chance begins anew.

    `said` is the documentation of the script, whose first line `--help` shows.
    """
    parser = argparse.ArgumentParser(description=(said or "").split("\n")[0])
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--fresh", action="store_true", help=f"not from {out.name} as it is")
    parser.add_argument("--out", type=Path, default=out)
    asked = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    return Options(asked.steps, None if asked.fresh else out, asked.out)


class Learning:
    """Learns from losses, at rates that rise during the share `rise` of the steps and then fall.

    `changes` of the model learn at `rates[0]`, `others` at `rates[1]` and shrink by `shrink`.
    """

    def __init__(
        self,
        changes: Sequence[nn.Parameter],
        others: Sequence[nn.Parameter],
        rates: tuple[float, float],
        steps: int,
        *,
        rise: float,
        shrink: float,
    ) -> None:
        self._changes, self._steps, self._done = changes, steps, 0
        self._optimizer = torch.optim.AdamW(
            [
                {"params": changes, "lr": rates[0], "weight_decay": 0.01},
                {"params": others, "lr": rates[1], "weight_decay": shrink},
            ]
        )
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer, max_lr=list(rates), total_steps=steps + 1, pct_start=rise
        )

    def learn(self, loss: Tensor) -> None:
        """A step; now and then the loss is told."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._changes, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._done += 1
        if self._done % TELL_EVERY == 0:
            print(f"{self._done}/{self._steps}  loss {loss.item():.3f}", flush=True)
