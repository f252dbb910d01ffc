"""Makers of the layers of utility networks, in their order: each leans on those before it."""

from collections.abc import Callable, Iterator
from types import MappingProxyType

from sqlalchemy import Connection

from data.demo.networks import network_lines
from data.demo.nodes import network_nodes
from data.demo.outages import outages
from data.demo.winter import winter_works
from data.loading.chunks import Chunk
from data.store import Store

NETWORKS: MappingProxyType[str, Callable[[Connection, Store, int], Iterator[Chunk]]] = MappingProxyType({
    "network_lines": network_lines, "network_nodes": network_nodes, "network_outages": outages,
    "winter_works": winter_works,
})  # fmt: skip
