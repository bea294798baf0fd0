"""What Maya raises, with texts like its own; in a localised Maya they are in the artist's language.

The wordings of the mode errors are not sourced [?]: the product never looks into any text.
"""

from __future__ import annotations

from typing import Dict

_TEXTS: Dict[str, Dict[str, str]] = {
    "en_US": {
        "flag": "Invalid flag '{flag}'",
        "mode": "Flag '{flag}' cannot be used in {mode} mode",
        "value": "Invalid arguments for flag '{flag}'.  Expected {expected}, got {got}",
        "query": "Flag '{flag}' must be passed a boolean argument when query flag is set",
        "argument": "Invalid argument {place}, '{got}'.  Expected arguments of type ( string, )",
        "name": "No object matches name: {name}",
        "message": "Message attributes have no data values.",
        "type": "Unknown object type: {name}",
        "reference": "Reference node '{name}' is not associated with a reference file.",
        "plugin": 'Plug-in, "{name}", is not registered.',
    },
    "ja_JP": {
        "flag": "無効なフラグ '{flag}'",
        "mode": "フラグ '{flag}' は {mode} モードでは使用できません",
        "value": "フラグ '{flag}' の引数が無効です。{expected} が必要ですが、{got} が渡されました",
        "query": "照会フラグが設定されている場合、フラグ '{flag}' にはブール引数が必要です",
        "argument": "引数 {place}、'{got}' が無効です",
        "name": "名前と一致するオブジェクトはありません: {name}",
        "message": "メッセージ アトリビュートにはデータ値がありません。",
        "type": "不明なオブジェクト タイプ: {name}",
        "reference": "リファレンス ノード '{name}' はリファレンス ファイルに関連付けられていません。",
        "plugin": 'プラグイン "{name}" は登録されていません。',
    },
    "zh_CN": {
        "flag": "标志“{flag}”无效",
        "mode": "标志“{flag}”不能用于 {mode} 模式",
        "value": "标志“{flag}”的参数无效。应为 {expected}，却是 {got}",
        "query": "设置了查询标志时，标志“{flag}”必须是布尔参数",
        "argument": "参数 {place}“{got}”无效",
        "name": "没有与名称匹配的对象: {name}",
        "message": "消息属性没有数据值。",
        "type": "未知的对象类型: {name}",
        "reference": "引用节点“{name}”未与引用文件关联。",
        "plugin": "插件“{name}”未注册。",
    },
}


def text(language: str, key: str, **arguments: object) -> str:
    return _TEXTS[language][key].format(**arguments) + ("\n" if key == "name" else "")
