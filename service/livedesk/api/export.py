"""The tables of a broadcast as files."""

from fastapi import APIRouter

router = APIRouter(tags=["export"])
