"""The attributes that an object itself holds, read past whatever its class defines."""

from collections.abc import Callable, Mapping
from types import GetSetDescriptorType, MappingProxyType, MemberDescriptorType, ModuleType
from typing import Any

from starlette.datastructures import State

mro: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
namespace: Callable[[type], MappingProxyType[str, Any]] = type.__dict__["__dict__"].__get__
name_of: Callable[[type], str] = type.__dict__["__name__"].__get__
module_of: Callable[[type], Any] = type.__dict__["__module__"].__get__
# A class whose own class has one of these runs code when it is only looked up in a dict.
LIVELY = ("__hash__", "__eq__", "__getattribute__")


def kind_of(value: Any) -> type:
    """Return the class of a value; of one that could run code by that alone, only `object`."""
    kind = type(value)
    if type(kind) is type:
        return kind
    own = [namespace(each) for each in mro(type(kind)) if each is not type and each is not object]
    return object if any(name in each for each in own for name in LIVELY) else kind


def fields_of(value: Any) -> dict[str, Any]:
    """Return the attributes of an object, in its `__dict__` and its slots."""
    fields = {}
    for kind in reversed(mro(type(value))):
        if "__slots__" in namespace(kind):
            for name, slot in namespace(kind).items():
                if type(slot) is MemberDescriptorType:
                    try:
                        fields[name] = slot.__get__(value)
                    except AttributeError:
                        continue  # it has no value yet
    fields |= dict_of(value)
    return {
        name if name[:1] != "_" else _written(name): each
        for name, each in fields.items()
        if name[:2] != "__"
    }


def dict_of(value: Any) -> dict[str, Any]:
    """Return an object's `__dict__`; not what its class may pretend it to be."""
    for kind in mro(type(value)):
        found: Any = namespace(kind).get("__dict__")
        if type(found) in (GetSetDescriptorType, MemberDescriptorType):
            return dict(found.__get__(value))
    return {}


def _written(name: str) -> str:
    """Return a name as the source has it: `self.__items` is kept as `_Shop__items`."""
    owner, sign, rest = name.partition("__")
    return sign + rest if owner.startswith("_") and owner[1:].isidentifier() and rest else name


def value_at(path: tuple[str, ...], names: Mapping[str, Any]) -> Any:
    """Return what a name with attributes, such as `self.items`, stands for; no property is asked.

    Raises:
        KeyError: it cannot be said.

    """
    value = names[path[0]]
    for name in path[1:]:
        if type(value) is ModuleType:
            value = value.__dict__[name]
        elif type(value) is State:
            value = dict_of(value)["_state"][name]
        elif type in mro(type(value)):
            value = _of_class(value, name)
        else:
            fields = fields_of(value)
            value = fields[name] if name in fields else _of_class(type(value), name)
    return value


def _of_class(kind: type, name: str) -> Any:
    found = next(namespace(each)[name] for each in mro(kind) if name in namespace(each))
    if hasattr(type(found), "__get__"):
        raise KeyError(name)  # a property, a method
    return found
