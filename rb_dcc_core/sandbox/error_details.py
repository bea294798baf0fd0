"""What the analyser's codes mean (queryErrorDetail): type 0 a warning, 1 an error; languageFlag 0 Chinese, 1 English."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

WARNING = 0
ERROR = 1
CHINESE = 0
ENGLISH = 1

# code, type, (description, solution) in Chinese and in English
_DETAILS: Tuple[Tuple[str, int, Tuple[str, str], Tuple[str, str]], ...] = (
    (
        "10012",
        WARNING,
        ("文件缺失", "请检查文件是否存在，并重新指定路径"),
        ("A file is missing", "Check that the file exists and set its path again"),
    ),
    (
        "10010",
        WARNING,
        ("文件名含有特殊字符", "请去掉文件名中的特殊字符"),
        ("A file name holds special characters", "Take the special characters out of the file name"),
    ),
    (
        "15000",
        ERROR,
        ("启动 3ds max 卡住或者失败", "1.检查对应版本的 3ds max 是否有特殊弹窗\n2.检查操作系统权限"),
        (
            "Stuck or failed to start 3ds Max",
            "1. Check whether this version of 3ds Max opens a window at its start\n2. Check the rights of the user",
        ),
    ),
    (
        "15002",
        ERROR,
        ("场景文件损坏，无法打开", "请在本地打开并另存场景"),
        ("The scene file is damaged and cannot be opened", "Open the scene here and save it again"),
    ),
    (
        "20002",
        ERROR,
        ("没有可渲染的相机", "请至少设置一个可渲染相机"),
        ("No camera is set to render", "Set at least one camera to render"),
    ),
    (
        "20005",
        WARNING,
        ("场景路径含有非英文字符", "建议使用英文路径"),
        ("The scene's path holds other than English characters", "Use a path of plain letters"),
    ),
    (
        "25008",
        ERROR,
        ("不支持的渲染器", "请更换渲染器"),
        ("The renderer is not supported", "Choose another renderer"),
    ),
)
_UPDATED_MS = 1534387709000

ERROR_CODES = frozenset(code for code, kind, _, _ in _DETAILS if kind == ERROR)


def details(codes: Sequence[str], language: int) -> List[Dict[str, Any]]:
    """The entries of some codes in one language, in the order asked; a code nobody knows has none."""
    known = {entry[0]: (number, entry) for number, entry in enumerate(_DETAILS, 1)}
    return [_entry(language, *known[code]) for code in codes if code in known]


def _entry(
    language: int, number: int, entry: Tuple[str, int, Tuple[str, str], Tuple[str, str]]
) -> Dict[str, Any]:
    code, kind, chinese, english = entry
    description, solution = english if language == ENGLISH else chinese
    return {
        "id": number * 2 + language,
        "code": code,
        "type": kind,
        "languageFlag": language,
        "desDescriptionCn": description,
        "desSolutionCn": solution,
        "solutionPath": "",
        "isRepair": 0,
        "isDelete": 1,
        "isOpen": 1,
        "lastModifyAdmin": "",
        "updateTime": _UPDATED_MS,
    }
