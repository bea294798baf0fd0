//Maya ASCII 2022 scene
//Name: shot.ma
//Last modified: Mon, Jan 06, 2025 10:00:00 AM
//Codeset: UTF-8
file -rdi 1 -ns "set" -rfn "setRN" -op "v=0;" -typ "mayaAscii" "scenes/set.ma";
file -r -ns "set" -dr 1 -rfn "setRN" -op "v=0;" -typ "mayaAscii"
		 "scenes/set.ma";
file -rdi 2 -ns "prop" -rfn "set:propRN" -op "v=0;" -typ "mayaAscii" "scenes/prop.ma";
file -rdi 1 -ns "set2" -rfn "set2RN" -op "v=0;" -typ "mayaAscii" "scenes/set.ma{1}";
file -r -ns "set2" -dr 1 -rfn "set2RN" -op "v=0;" -typ "mayaAscii"
		 "scenes/set.ma{1}";
file -rdi 1 -ns "gone" -rfn "goneRN" -op "v=0;" -typ "mayaAscii" "scenes/gone.ma";
file -r -ns "gone" -dr 1 -rfn "goneRN" -op "v=0;" -typ "mayaAscii"
		 "scenes/gone.ma";
file -rdi 1 -ns "old" -dr 1 -rfn "oldRN" -op "v=0;" -typ "mayaAscii" "scenes/prop.ma";
file -r -ns "old" -dr 1 -rfn "oldRN" -op "v=0;" -typ "mayaAscii"
		 "scenes/prop.ma";
file -rdi 1 -ns "rig" -rfn "rigRN" -op "v=0;" -typ "mayaAscii" "scenes/rig.mb";
file -r -ns "rig" -dr 1 -rfn "rigRN" -op "v=0;" -typ "mayaAscii"
		 "scenes/rig.mb";
requires maya "2022";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -s -n "persp";
	setAttr ".v" no;
	setAttr ".t" -type "double3" 28 21 28 ;
	setAttr ".r" -type "double3" -27.938352729602379 44.999999999999972 -5.1726811013541828e-14 ;
createNode camera -s -n "perspShape" -p "persp";
	setAttr -k off ".v" no;
	setAttr ".imn" -type "string" "persp";
	setAttr ".den" -type "string" "persp_depth";
	setAttr ".man" -type "string" "persp_mask";
	setAttr ".hc" -type "string" "viewSet -p %camera";
createNode transform -s -n "top";
	setAttr ".v" no;
	setAttr ".t" -type "double3" 0 1000.1 0 ;
	setAttr ".r" -type "double3" -90 0 0 ;
createNode camera -s -n "topShape" -p "top";
	setAttr -k off ".v" no;
	setAttr ".rnd" no;
	setAttr ".imn" -type "string" "top";
	setAttr ".den" -type "string" "top_depth";
	setAttr ".man" -type "string" "top_mask";
	setAttr ".hc" -type "string" "viewSet -t %camera";
	setAttr ".o" yes;
createNode transform -s -n "front";
	setAttr ".v" no;
	setAttr ".t" -type "double3" 0 0 1000.1 ;
	setAttr ".r" -type "double3" 0 0 0 ;
createNode camera -s -n "frontShape" -p "front";
	setAttr -k off ".v" no;
	setAttr ".rnd" no;
	setAttr ".imn" -type "string" "front";
	setAttr ".den" -type "string" "front_depth";
	setAttr ".man" -type "string" "front_mask";
	setAttr ".hc" -type "string" "viewSet -f %camera";
	setAttr ".o" yes;
createNode transform -s -n "side";
	setAttr ".v" no;
	setAttr ".t" -type "double3" 1000.1 0 0 ;
	setAttr ".r" -type "double3" 0 90 0 ;
createNode camera -s -n "sideShape" -p "side";
	setAttr -k off ".v" no;
	setAttr ".rnd" no;
	setAttr ".imn" -type "string" "side";
	setAttr ".den" -type "string" "side_depth";
	setAttr ".man" -type "string" "side_mask";
	setAttr ".hc" -type "string" "viewSet -s %camera";
	setAttr ".o" yes;
createNode renderLayerManager -n "renderLayerManager";
createNode renderLayer -n "defaultRenderLayer";
	setAttr ".g" yes;
createNode reference -n "setRN";
	setAttr ".fn[0]" -type "string" "scenes/set.ma";
	setAttr ".ed" -type "dataReferenceEdits" 
		"setRN"
		"setRN" 0
		"setRN" 3
		2 "|set:room" "visibility" " 1"
		2 "set:wallTexture" "fileTextureName" " -type \"string\" \"sourceimages/new wall.png\""
		5 3 "setRN" "set:wallTexture.message" "setRN.placeHolderList[1]" "";
	setAttr ".ptag" -type "string" "";
lockNode -l 1 ;
createNode reference -n "set2RN";
createNode reference -n "goneRN";
createNode reference -n "oldRN";
createNode reference -n "rigRN";
select -ne :time1;
	setAttr ".o" 1;
	setAttr ".unw" 1;
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "mayaHardware2";
connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";
connectAttr "defaultRenderLayer.msg" ":defaultRenderingList1.r" -na;
// End of shot.ma
