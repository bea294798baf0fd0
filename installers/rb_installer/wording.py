"""Texts of the installer in English and Chinese: a template is its own key and is filled in when it is shown."""

from __future__ import annotations

from typing import Any

ENGLISH = "en"
CHINESE = "zh"
# What a person calls each host.
PROGRAMS = {"maya": "Maya", "max": "3ds Max"}
# A system's or Maya's own name of the language, and 3ds Max' of it.
_CHINESE_NAMES = ("zh", "chs", "chinese")


class Text:
    """One text that a person reads; its arguments are kept apart until its language is known."""

    __slots__ = ("args", "template")

    def __init__(self, template: str, **args: Any) -> None:
        self.template = template
        self.args = args

    def said(self, language: str = ENGLISH) -> str:
        """The text in a language; one without a translation comes in English."""
        template = IN_CHINESE.get(self.template, self.template) if language == CHINESE else self.template
        shown = {
            name: value.said(language) if isinstance(value, Text) else value
            for name, value in self.args.items()
        }
        return template.format(**shown)

    def __str__(self) -> str:
        return self.said()


def language_of(locale: str) -> str:
    """The language to speak for a system's or a host's own name of it, such as `zh_CN`, `CHS` or `en_US`."""
    return CHINESE if locale.lower().startswith(_CHINESE_NAMES) else ENGLISH


IN_CHINESE = {
    "Install Renderbus": "安装 Renderbus",
    "Renderbus {version} will be copied to\n{folder}\nfor you alone; no administrator rights are needed.": (
        "Renderbus {version} 将复制到\n{folder}\n仅供您本人使用，不需要管理员权限。"
    ),
    "Installed now: {versions}": "当前已安装：{versions}",
    "Remove it again at any time with Uninstall in the Renderbus menu.": (
        "可随时用 Renderbus 菜单中的“卸载”将其移除。"
    ),
    "For Maya {year}": "用于 Maya {year}",
    "For all ({years})": "用于全部（{years}）",
    "Cancel": "取消",
    "OK": "确定",
    "Renderbus {version} is installed and loaded: look for Renderbus in the menu bar.": (
        "Renderbus {version} 已安装并加载：请看菜单栏中的 Renderbus。"
    ),
    "Renderbus {version} is installed. Restart Maya to use it: the version that is open could not be closed ({why}).": (
        "Renderbus {version} 已安装。请重新启动 Maya 后使用：当前打开的版本无法关闭（{why}）。"
    ),
    "Renderbus {version} is installed, but Maya could not load it ({why}). Restart Maya; if it is not there then, "
    "tick {plugin} in the Plug-in Manager.": (
        "Renderbus {version} 已安装，但 Maya 无法加载它（{why}）。请重新启动 Maya；如仍未出现，"
        "请在插件管理器中勾选 {plugin}。"
    ),
    "Maya could not close Renderbus ({why}), so nothing was removed. Restart Maya, then choose Uninstall again.": (
        "Maya 无法关闭 Renderbus（{why}），因此没有移除任何内容。请重新启动 Maya，然后再次选择“卸载”。"
    ),
    "In the other Mayas, tick Loaded and Auto load at {plugin} in the Plug-in Manager, once.": (
        "在其他版本的 Maya 中，请在插件管理器里为 {plugin} 勾选一次“已加载”和“自动加载”。"
    ),
    "Add a shelf button": "添加工具架按钮",
    "Done": "完成",
    "Uninstall Renderbus": "卸载 Renderbus",
    "Remove Renderbus {version}?\n\nWhat was installed goes. Your scenes were never changed. Your settings and your "
    "account come next.": (
        "要移除 Renderbus {version} 吗？\n\n安装的文件会被移除。您的场景从未被更改。接下来会询问是否保留您的设置和账户。"
    ),
    "Keep them?\n\nYes or Cancel: keep them.\nNo: remove them too.": (
        "要保留它们吗？\n\n“是”或“取消”：保留。\n“否”：一并移除。"
    ),
    "{path} is for everyone of this computer. An administrator removes it: python install.py uninstall --all-users": (
        "{path} 供这台计算机的所有用户使用，由管理员移除：python install.py uninstall --all-users"
    ),
    "An access key in the system's keyring stays: its entry there is named {name}.": (
        "系统密钥库中的访问密钥会保留：其条目名为 {name}。"
    ),
    "Remove Renderbus? Your scenes were never changed. Your settings and your account come next.": (
        "要移除 Renderbus 吗？您的场景从未被更改。接下来会询问是否保留您的设置和账户。"
    ),
    "Your settings, your account, the journal of submissions and the cache stay in\n{folders}": (
        "您的设置、账户、提交记录和缓存仍保留在\n{folders}"
    ),
    "They serve the command rb-dcc and every host, and a later installation.": (
        "它们供 rb-dcc 命令、各宿主软件以及日后的安装使用。"
    ),
    "Unfinished submissions: {count}. Without the journal they cannot be gone on with: what was sent of them would be "
    "sent anew.": "未完成的提交：{count} 个。移除提交记录后将无法继续，已上传的内容需要重新上传。",
    "The journal of submissions cannot be read: some may be unfinished, and would be lost with it.": (
        "无法读取提交记录：其中可能有未完成的提交，会随之丢失。"
    ),
    "Remove them too": "一并移除",
    "Keep them": "保留",
    "Your own data was removed from\n{folders}": "您的数据已从以下位置移除\n{folders}",
    "{path} holds more than Renderbus' data, so it stays.": "{path} 中还有不属于 Renderbus 的内容，因此保留。",
    "{path} could not be removed ({why}). Delete it yourself.": "{path} 无法移除（{why}）。请自行删除。",
    "From Maya {year}": "从 Maya {year}",
    "From all ({years})": "从全部（{years}）",
    "Remove": "移除",
    "Renderbus was removed.": "Renderbus 已移除。",
    "{path}: another {program} still uses it. It goes when that one is closed.": (
        "{path}：另一个 {program} 仍在使用，关闭它后即会移除。"
    ),
    "{path} could not be removed ({why}). Delete it yourself when {program} is closed.": (
        "{path} 无法移除（{why}）。请在关闭 {program} 后自行删除。"
    ),
    "{path} is in use ({why}). It goes at the next start of {program}.": (
        "{path} 正在使用（{why}），下次启动 {program} 时会被移除。"
    ),
    "{path} was not put there by the installer, so it stays.": "{path} 不是安装程序放置的，因此保留。",
    "{path} could not be written ({why}). {instead}": "{path} 无法写入（{why}）。{instead}",
    "Ask for write access to it, or put the unpacked folder where you may read it and name its folder 'modules' in "
    "MAYA_MODULE_PATH.": (
        "请申请写入权限，或把解压后的文件夹放在可读的位置，并在 MAYA_MODULE_PATH 中指明其中的 modules 文件夹。"
    ),
    "Ask for write access to it, or put the unpacked folder 'Renderbus.bundle' where you may read it and name the "
    "folder it lies in in ADSK_APPLICATION_PLUGINS.": (
        "请申请写入权限，或把解压后的 Renderbus.bundle 文件夹放在可读的位置，"
        "并在 ADSK_APPLICATION_PLUGINS 中指明它所在的文件夹。"
    ),
    "The disk is full: {path} could not be written. Make room, then install again.": (
        "磁盘已满：{path} 无法写入。请腾出空间后重新安装。"
    ),
    "{path} could not be read ({why}). Unpack the zip again, then install again.": (
        "{path} 无法读取（{why}）。请重新解压 zip 文件，然后再次安装。"
    ),
    "{path} is damaged or missing in what was unpacked. Unpack the whole zip again, then install again.": (
        "解压的内容中 {path} 已损坏或缺失。请重新完整解压 zip 文件，然后再次安装。"
    ),
    "Renderbus needs Maya {first} or newer; this is {found}.": "Renderbus 需要 Maya {first} 或更高版本；当前为 {found}。",
    "Another installation is under way in {path}. Wait until it is done, then try again.": (
        "{path} 中正在进行另一次安装。请等待其完成后再试。"
    ),
    "Renderbus {version} is installed already.\n\nYes: install it again, which mends it.\nNo: remove it.\n"
    "Cancel: change nothing.": (
        "Renderbus {version} 已经安装。\n\n是：重新安装以修复。\n否：移除。\n取消：不作更改。"
    ),
    "Install it? To remove it later, drop the same file again.": "是否安装？以后要移除时，请再次拖入同一个文件。",
    "Renderbus {version} is mended. Restart 3ds Max to be sure of it.": (
        "Renderbus {version} 已修复。请重新启动 3ds Max 以确保生效。"
    ),
    "Renderbus {version} is installed. Restart 3ds Max to use it; until then the version that is open goes on.": (
        "Renderbus {version} 已安装。请重新启动 3ds Max 后使用；在此之前继续使用当前打开的版本。"
    ),
    "Renderbus {version} is installed. Restart 3ds Max to use it: it could not be started at once ({why}).": (
        "Renderbus {version} 已安装。请重新启动 3ds Max 后使用：无法立即启动（{why}）。"
    ),
    "Renderbus {version} is installed: look for Renderbus in the menu bar. Its icons come with the next start of 3ds "
    "Max.": "Renderbus {version} 已安装：请看菜单栏中的 Renderbus。其图标将在下次启动 3ds Max 时出现。",
    "{path} is another maker's package. Move its folder away, then install again.": (
        "{path} 属于其他厂商的程序包。请移走其文件夹，然后重新安装。"
    ),
    "{path} was copied there and not installed, so it stays. Delete the folder when 3ds Max is closed.": (
        "{path} 是手动复制而非安装的，因此保留。请在关闭 3ds Max 后删除该文件夹。"
    ),
    "Renderbus is installed for you ({own}) and for all users ({everyone}); 3ds Max loads the higher of the two, now "
    "the one in {path}. Uninstall the other.": (
        "Renderbus 已为您（{own}）和所有用户（{everyone}）安装；3ds Max 会加载版本较高的一个，"
        "目前是 {path} 中的。请卸载另一个。"
    ),
    "3ds Max runs on Windows alone, and this system has none of its folders. Name the folder 'ApplicationPlugins' with "
    "--plugins-folder.": (
        "3ds Max 只能在 Windows 上运行，本系统没有它的文件夹。请用 --plugins-folder 指明 ApplicationPlugins 文件夹。"
    ),
}
