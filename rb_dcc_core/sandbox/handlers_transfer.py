"""Answers about files: storage ids, servers, the job files sent as text, the folders of results.

There is no Raysync and no Aspera here: what is said of them leads nowhere. Files go through the announced httpStore.
"""

from __future__ import annotations

from typing import Any, Dict, List

from . import seeds
from .calendar_text import calendar_text
from .call import Call, Handlers
from .farm import Farm
from .job_files import LARGEST, NAMES, job_path
from .refusals import invalid, not_found
from .simulation import refuse_unless
from .statuses import SUBMITTING

STORE_PROTOCOL = 3


def _http_store(call: Call) -> Dict[str, Any]:
    return {"url": call.farm.store_url, "protocol": STORE_PROTOCOL}


def get_transfer_bid(call: Call) -> Dict[str, Any]:
    bids: Dict[str, Any] = {
        "config_bid": seeds.CONFIG_BID,
        "output_bid": seeds.OUTPUT_BID,
        "input_bid": seeds.INPUT_BID,
    }
    if not call.is_v1:
        bids.update(parent_input_bid=seeds.INPUT_BID, sub_user_output_bids=[])
    return bids


def get_transfer_server_msg(call: Call) -> Dict[str, Any]:
    call.fields.integer("zone", 1, 2)
    return {
        "clientVersion": "3.2.8.2",
        "protocolVersion": "3.2.8.2",
        "raysyncTransfer": {
            "serverIp": "127.0.0.1",
            "serverPort": 2121,
            "proxyIp": "127.0.0.1",
            "proxyPort": 32001,
            "sslPort": 2443,
            "port": 2442,
        },
        "httpStore": _http_store(call),
    }


def get_raysync_user_key(call: Call) -> Dict[str, Any]:
    return {
        "channel": 4,
        "platform": call.platform,
        "signature": "sandbox",
        "version": "1.0.0",
        "userKey": "0" * 32,
        "id": seeds.USER_ID,
        "userName": seeds.USER_NAME,
        "zone": seeds.ZONE,
        "phone": "",
        "email": "",
        "loginTime": int(call.farm.clock() * 1000),
        "infoStatus": 0,
        "accountType": 1,
        "shareMainCapital": 0,
        "subDeleteTask": 0,
        "subDeleteCapital": 1,
        "useMainBalance": 0,
        "downloadDisable": 0,
        "raySyncUserKey": "0" * 40,
    }


def get_config(call: Call) -> Dict[str, Any]:
    """Lines as the vendor's SDK reads them, and the store that really works."""
    line = {"name": "sandbox", "server": "127.0.0.1", "port": 2121, "isDefault": True}
    engines = ("aspera", "raysyncproxy")
    return {
        "resqEngines": [{"engineName": name, "respTaskEngineLines": [dict(line)]} for name in engines],
        "configBid": seeds.CONFIG_BID,
        "inputBid": seeds.INPUT_BID,
        "outputBid": seeds.OUTPUT_BID,
        "httpStore": _http_store(call),
    }


def task_json_file(call: Call) -> None:
    """The file is kept where an upload under config_bid would have put it."""
    task_id = call.fields.integer("taskId")
    name = call.fields.text("fileName")
    if name not in NAMES:
        raise invalid("fileName", "must be one of " + ", ".join(NAMES))
    content = call.fields.text("content", LARGEST)
    task = call.farm.tasks.get(task_id)
    refuse_unless(task["status"] == SUBMITTING, f"task {task_id} was submitted before")
    call.farm.store.put(seeds.CONFIG_BID, job_path(task_id, name), content.encode("utf-8"))


def get_output_user_dir_file(call: Call) -> List[Dict[str, Any]]:
    """One folder of the results. With taskId it is the task's own folder, and treePath is below that.

    The vendor's SDK documents fileName, fileSize, lastModify, fileType, filePath, directory and isArrears.
    """
    with call.farm.up_to_now():
        folder = _browsed(call)
        entries = call.farm.store.entries(folder)
    return [_entry(call.farm, folder, *each) for each in entries]


def _browsed(call: Call) -> str:
    folder = call.fields.text("treePath", 4096).strip("/")
    task_id = call.fields.optional_integer("taskId")
    if task_id is None:
        return folder
    output_name = call.farm.tasks.get(task_id)["output_name"]
    if output_name is None:
        raise not_found(f"output of task {task_id}; a parent's lies with its children")
    return "/".join(part for part in (output_name, folder) if part)


def _entry(farm: Farm, folder: str, name: str, is_folder: bool, modified_ms: int) -> Dict[str, Any]:
    path = "/".join(part for part in (folder, name) if part)
    found = None if is_folder else farm.store.committed(seeds.OUTPUT_BID, path)
    return {
        "fileName": name,
        "fileSize": farm.store.made(found).size if found is not None else None,
        "iconPath": None,
        "lastModify": calendar_text(modified_ms),
        "fileType": None if is_folder else name.rpartition(".")[2],
        "filePath": "/" + path,
        "directory": is_folder,
        "isDirectory": int(is_folder),
        "isArrears": 0,
        "updateTime": modified_ms,
    }


HANDLERS: Handlers = {
    "getTransferBid": get_transfer_bid,
    "getTransferServerMsg": get_transfer_server_msg,
    "getRaySyncUserKey": get_raysync_user_key,
    "getConfig": get_config,
    "taskJsonFile": task_json_file,
    "getOutputUserDirFile": get_output_user_dir_file,
}

# These write to the file store themselves (a picture asked for first is drawn) and must not be inside the database's
# transaction.
OWN_TRANSACTION = frozenset(["taskJsonFile", "getOutputUserDirFile"])
